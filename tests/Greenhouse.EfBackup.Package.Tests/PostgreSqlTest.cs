using Greenhouse.EfBackup.Package.Tests.Workshop;
using Npgsql;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>A test with a shop on PostgreSQL beside the one on SQLite. The password that gets in must not be in anything that is said.</summary>
public abstract class PostgreSqlTest : PackageTest, IClassFixture<ShopServer>
{
    private readonly Lazy<(string Name, PostgreSqlShop Shop)> _database;

    protected PostgreSqlTest(Packages packages, ShopServer server, ITestOutputHelper log)
        : base(packages, log)
    {
        Server = server;
        _database = new(() =>
        {
            var name = server.CreateDatabase();
            return (name, PostgreSqlShop.Create(server.ConnectionTo(name, server.Owner)));
        });
    }

    protected ShopServer Server { get; }

    protected PostgreSqlShop Here => _database.Value.Shop;

    protected string DatabaseName => _database.Value.Name;

    protected override void Dispose(bool disposing)
    {
        if (_database.IsValueCreated)
        {
            Server.DropDatabase(DatabaseName);
        }

        base.Dispose(disposing);
    }

    /// <summary>Runs a verb in the application's folder, with its own connection string.</summary>
    protected Task<Ran> OnPostgreSql(string verb, params IEnumerable<string> arguments) => With(Here.Connection, "ShopPostgreSql", verb, arguments);

    /// <summary>The same with another connection string, which stands in the variable that is made for it.</summary>
    protected async Task<Ran> Elsewhere(string connection, string verb, params IEnumerable<string> arguments)
        => WithoutSecret(await DotnetWith("EFBACKUP_CONNECTION", connection, Packages.App("ShopPostgreSql"), ["ef-backup", verb, .. arguments, "--no-build", "--output", Backups]), connection);

    protected async Task<Ran> With(string connection, string app, string verb, params IEnumerable<string> arguments)
        => WithoutSecret(await DotnetWith("SHOP_CONNECTION", connection, Packages.App(app), ["ef-backup", verb, .. arguments, "--no-build", "--output", Backups]), connection);

    protected static Ran WithoutSecret(Ran ran, string connection)
    {
        var password = new NpgsqlConnectionStringBuilder(connection).Password!;
        Assert.False(string.IsNullOrEmpty(password));
        Assert.DoesNotContain(password, ran.Output + ran.Error, StringComparison.Ordinal);
        return ran;
    }
}
