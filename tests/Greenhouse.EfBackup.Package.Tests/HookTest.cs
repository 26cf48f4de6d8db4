using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>What the tests of the hook share: an application that is two migrations ahead of its database, and EF's own tool.</summary>
public abstract class HookTest(Packages packages, ShopServer server, ITestOutputHelper log) : PostgreSqlTest(packages, server, log)
{
    /// <summary>The snapshots that are there.</summary>
    protected string[] Snapshots => [.. Files.Where(file => Path.GetFileName(file).StartsWith("before-", StringComparison.Ordinal))];

    /// <summary>Runs <c>dotnet</c> on a database, snapshots going to this test's folder.</summary>
    protected async Task<Ran> Hooked(string app, string connection, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        using var running = Packages.StartWith([("SHOP_CONNECTION", connection), ("EFBACKUP_OUTPUT", Backups), .. variables], Packages.App(app), arguments);
        return await Logged(running);
    }

    protected Task<Ran> Update(string app, string connection, params (string Name, string Value)[] variables)
        => Hooked(app, connection, ["ef", "database", "update", "--no-build"], variables);

    /// <summary>The application itself.</summary>
    protected string[] App(string app, params string[] arguments) => [Path.Combine(Packages.App(app), "bin", "Debug", app == "Hook8" ? "net8.0" : "net10.0", $"{app}.dll"), .. arguments];

    protected string[] Applied => Shop.Query("""SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1""");

    /// <summary>The database is as it was: at its first migration.</summary>
    protected void AssertNotMigrated()
    {
        Assert.Equal([MigratingCode.First], Applied);
        Assert.Empty(Shop.Query("""SELECT name FROM sqlite_master WHERE name = 'Tunnels'"""));
    }

    /// <summary>One snapshot of seven rows, complete, named in what was said.</summary>
    protected async Task AssertSnapshot(Ran ran)
    {
        var file = Assert.Single(Snapshots);
        Assert.StartsWith("before-20240201000000_AddEmail-", Path.GetFileName(file), StringComparison.Ordinal);
        Assert.Contains($"Greenhouse.EfBackup: 7 rows of 2 tables saved to {file} before AddEmail", ran.Output + ran.Error, StringComparison.Ordinal);
        (await Tool(Folder, "verify", file)).Ended(0);
    }
}
