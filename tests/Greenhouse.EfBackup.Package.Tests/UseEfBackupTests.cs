using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Applications that migrate by themselves, as processes of their own.</summary>
public sealed class UseEfBackupTests(Packages packages, ShopServer server, ITestOutputHelper log) : HookTest(packages, server, log)
{
    private const int Processes = 4;

    [Theory]
    [InlineData("Hook8")]
    [InlineData("Hook10")]
    public async Task Several_processes_that_start_at_once_take_one_snapshot_and_all_come_through(string app)
    {
        Shop.Execute(MigratingCode.History);

        var all = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => Hooked(app, Shop.Connection, ["exec", .. App(app, "migrate")])));

        Assert.All(all, ran => Assert.Equal("migrated", ran.Ended(0).FirstLine));
        (await Tool(Folder, "verify", Assert.Single(Snapshots))).Ended(0);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
    }

    [PostgreSqlFact]
    public async Task The_same_on_PostgreSQL()
    {
        Here.Execute(MigratingCode.History);

        var all = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => Hooked("HookPostgreSql", Here.Connection, ["exec", .. App("HookPostgreSql", "migrate")])));

        Assert.All(all, ran => Assert.Equal("migrated", ran.Ended(0).FirstLine));
        (await Tool(Folder, "verify", Assert.Single(Snapshots))).Ended(0);
    }

    [Theory]
    [InlineData("Hook8")]
    [InlineData("Hook10")]
    public async Task With_the_tool_as_well_there_is_one_snapshot_and_it_is_named_once(string app)
    {
        Shop.Execute(MigratingCode.History);

        var ran = (await Update(app, Shop.Connection, ("SHOP_USES_EFBACKUP", "true"))).Ended(0);

        await AssertSnapshot(ran);
        Assert.Equal(2, (ran.Output + ran.Error).Split("saved to").Length);
    }

    [Fact]
    public async Task Who_is_killed_while_migrating_leaves_nothing_locked()
    {
        Shop.Execute(MigratingCode.History);

        // EF Core 8, which has no lock of its own.
        await KillOneWhileAnotherWaits("Hook8", Shop.Connection);

        Assert.Equal(MigratingCode.Last, Applied[^1]);
    }

    [PostgreSqlFact]
    public async Task Nor_on_PostgreSQL()
    {
        Here.Execute(MigratingCode.History);

        await KillOneWhileAnotherWaits("HookPostgreSql", Here.Connection);

        Assert.Equal(MigratingCode.Last, Here.Query("""SELECT max("MigrationId") FROM "__EFMigrationsHistory" """).Single());
    }

    private async Task KillOneWhileAnotherWaits(string app, string connection)
    {
        (string, string)[] variables = [("SHOP_CONNECTION", connection), ("EFBACKUP_OUTPUT", Backups)];
        using var killed = Packages.StartWith([.. variables, ("SHOP_HANGS", "true")], Packages.App(app), ["exec", .. App(app, "migrate")]);
        await killed.UntilAsync(() => Snapshots.Length > 0);
        using var waiting = Packages.StartWith(variables, Packages.App(app), ["exec", .. App(app, "migrate")]);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.False(killed.HasEnded);
        Assert.False(waiting.HasEnded);
        Assert.Single(Snapshots);

        killed.Kill();

        Assert.Equal("migrated", (await Logged(waiting)).Ended(0).FirstLine);
        // What the other one began was not done, and so there was something to save again.
        Assert.Equal(2, Snapshots.Length);
    }
}
