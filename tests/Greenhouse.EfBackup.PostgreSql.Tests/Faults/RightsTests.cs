using Greenhouse.EfBackup.PostgreSql.Server;
using Greenhouse.EfBackup.Schema;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>A user who may not do all of it: what is missing is named, and nothing is left out in silence.</summary>
public sealed class RightsTests : FaultTest
{
    private const string ReadAll = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO someone; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO someone";

    private readonly ServerRole _user = TestServer.Server.CreateRole(TestServer.NewName());

    [Fact]
    public async Task A_table_that_may_not_be_read_is_named_and_can_be_left_out()
    {
        var database = CreateGarden();
        Grant(database, $"""{ReadAll}; REVOKE SELECT ON "Readings" FROM someone""");
        await using var context = OpenAsUser(database);

        var refused = await RefusedAsync("EFB1211", () => Backups.CreateAsync(context));
        Assert.Empty(Backups.Files);
        var file = (await Backups.CreateAsync(context, Specification.Backups.Without("Readings"))).File!;

        Assert.StartsWith("the database user may not read Readings", refused.Message, StringComparison.Ordinal);
        Assert.Contains("GRANT SELECT ON", refused.Help, StringComparison.Ordinal);
        Assert.Contains("--exclude", refused.Help, StringComparison.Ordinal);
        Assert.Equal(["EFB1209 table Readings (unknown rows) is not in the backup"], Warnings);
        Assert.Equal("Beds: 10, Labels: 20, Plants: 100", TablesOf(file));
    }

    [Fact]
    public async Task A_table_that_others_reference_and_that_may_not_be_read_can_be_left_out()
    {
        var database = CreateGarden();
        Grant(database, $"""{ReadAll}; REVOKE SELECT ON "Beds" FROM someone""");
        await using var context = OpenAsUser(database);

        var file = (await Backups.CreateAsync(context, Specification.Backups.Without("Beds"))).File!;

        Assert.Equal(["EFB1209 table Beds (unknown rows) is not in the backup", "EFB1210 table Plants references Beds, which is not in the backup"], Warnings);
        Assert.Equal("Labels: 20, Plants: 100, Readings: 1000", TablesOf(file));
    }

    [Fact]
    public async Task A_table_of_which_some_columns_may_be_read_is_one_that_may_not_be_read()
    {
        var database = CreateGarden();
        Grant(database, $"""{ReadAll}; REVOKE SELECT ON "Labels" FROM someone; GRANT SELECT ("Id") ON "Labels" TO someone""");
        await using var context = OpenAsUser(database);

        var refused = await RefusedAsync("EFB1211", () => Backups.CreateAsync(context));

        Assert.StartsWith("the database user may not read Labels", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_may_not_be_looked_into_is_in_nobodys_way()
    {
        var database = CreateGarden();
        database.Execute("CREATE SCHEMA secret; CREATE TABLE secret.notes AS SELECT 1 AS a; CREATE SEQUENCE secret.numbers");
        Grant(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public, secret TO someone; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public, secret TO someone");
        await using var context = OpenAsUser(database);

        var refused = await RefusedAsync("EFB1211", () => Backups.CreateAsync(context, TableSelection.Everything));
        var file = (await Backups.CreateAsync(context)).File!;

        Assert.StartsWith("the database user may not read secret.notes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("GRANT USAGE ON SCHEMA", refused.Help, StringComparison.Ordinal);
        Assert.Equal(["EFB1209 table secret.notes (unknown rows) is not in the backup"], Warnings);
        Assert.Equal("Beds: 10, Labels: 20, Plants: 100, Readings: 1000", TablesOf(file));
    }

    [Fact]
    public async Task A_counter_that_may_not_be_read_is_named()
    {
        var database = CreateGarden();
        Grant(database, $"""{ReadAll}; REVOKE SELECT ON SEQUENCE "Plants_Id_seq" FROM someone""");
        await using var context = OpenAsUser(database);

        var refused = await RefusedAsync("EFB1211", () => Backups.CreateAsync(context));

        Assert.Contains("Plants_Id_seq", refused.Message, StringComparison.Ordinal);
        Assert.Contains("SELECT on every table and sequence", refused.Help, StringComparison.Ordinal);
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task A_history_of_migrations_that_may_not_be_read_is_named()
    {
        var database = CreateGarden();
        database.Execute("""CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL)""");
        Grant(database, $"""{ReadAll}; REVOKE SELECT ON "__EFMigrationsHistory" FROM someone""");
        await using var context = OpenAsUser(database);

        var refused = await RefusedAsync("EFB1211", () => Backups.CreateAsync(context));

        Assert.Contains("__EFMigrationsHistory", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Backups.Files);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("""ALTER TABLE "Labels" FORCE ROW LEVEL SECURITY""", false)]
    public async Task Rows_that_are_hidden_are_no_holes_in_a_backup(string sql, bool asUser)
    {
        var database = CreateGarden();
        database.Execute($"""ALTER TABLE "Labels" ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON "Labels" USING ("Id" < 5); {sql}""");
        Grant(database, ReadAll);
        await using var context = asUser ? OpenAsUser(database) : database.Open<GardenModel.Context>();

        var refused = await RefusedAsync("EFB1211", () => Backups.CreateAsync(context));
        Assert.Empty(Backups.Files);
        var file = (await Backups.CreateAsync(context, Specification.Backups.Without("Labels"))).File!;

        Assert.Contains("Labels", refused.Message, StringComparison.Ordinal);
        Assert.Contains("BYPASSRLS", refused.Help, StringComparison.Ordinal);
        Assert.Equal(["EFB1209 table Labels (unknown rows) is not in the backup"], Warnings);
        Assert.Equal("Beds: 10, Plants: 100, Readings: 1000", TablesOf(file));
    }

    [Fact]
    public async Task Rows_that_are_hidden_from_others_are_in_the_owners_backup()
    {
        var database = CreateGarden();
        database.Execute("""ALTER TABLE "Labels" ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON "Labels" USING ("Id" < 5)""");
        var before = DatabaseState.Of(database);

        var file = await BackUpAsync(database);

        database.Damage();
        await RestoreAsync(database, file);
        before.AssertSame(DatabaseState.Of(database));
    }

    [Theory]
    [InlineData("SELECT", "permission denied for table Beds")]
    [InlineData("ALL", "must be owner of table Plants")]
    public async Task Who_does_not_own_the_tables_does_not_restore_them(string rights, string why)
    {
        var database = CreateGarden();
        Grant(database, $"GRANT {rights} ON ALL TABLES IN SCHEMA public TO someone; GRANT {rights} ON ALL SEQUENCES IN SCHEMA public TO someone");
        var changed = await ChangeAsync(database);
        await using var context = OpenAsUser(database);

        var refused = await RefusedAsync("EFB1211", () => Backups.RestoreAsync(context, changed.File));

        Assert.Equal($"{database.Name}: {why}", refused.Message);
        Assert.Contains("restoring needs the tables' owner", refused.Help, StringComparison.Ordinal);
        Assert.Contains("The database is as it was before", refused.Help, StringComparison.Ordinal);
        Happened = true;
        await AssertUnharmedAsync(database, changed);
    }

    [Fact]
    public async Task Who_may_not_reference_a_table_outside_of_the_backup_does_not_restore_what_does()
    {
        var database = CreateGarden();
        var file = (await CreateAsync(database, Specification.Backups.Without("Beds"))).File!;
        PostgreSqlDump.Execute(database.SuperuserConnectionString, $"""ALTER TABLE "Beds" OWNER TO {_user.Name}; GRANT SELECT ON "Beds" TO {TestServer.Owner.Name}""");
        var now = DatabaseState.Of(database);

        var refused = await RefusedAsync("EFB1211", () => RestoreAsync(database, file));

        Assert.Equal($"{database.Name}: permission denied for table Beds", refused.Message);
        Assert.Contains("REFERENCES on tables outside of the backup", refused.Help, StringComparison.Ordinal);
        now.AssertSame(DatabaseState.Of(database));
        PostgreSqlDump.Execute(database.SuperuserConnectionString, $"""GRANT REFERENCES ON "Beds" TO {TestServer.Owner.Name}""");
        await RestoreAsync(database, file);
        now.Rows.Zip(DatabaseState.Of(database).Rows).ToList().ForEach(pair => Assert.Equal(pair.First, pair.Second));
        PostgreSqlDump.Execute(database.SuperuserConnectionString, $"""ALTER TABLE "Beds" OWNER TO {TestServer.Owner.Name}""");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        TestServer.Server.DropRole(_user);
    }

    private static string TablesOf(string file)
        => string.Join(", ", Specification.Backups.Check(file).Metadata.Statistics.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"));

    private IEnumerable<string> Warnings => Backups.Warnings.Select(warning => $"{warning.Code} {warning.Message}");

    private GardenModel.Context OpenAsUser(PostgreSqlTestDatabase database) => GardenModel.Open(TestServer.Server.ConnectionTo(database.Name, _user));

    private async Task<Protocol.CreateResult> CreateAsync(PostgreSqlTestDatabase database, TableSelection selection)
    {
        await using var context = database.Open<GardenModel.Context>();
        return await Backups.CreateAsync(context, selection);
    }

    private void Grant(PostgreSqlTestDatabase database, string sql)
        => PostgreSqlDump.Execute(database.SuperuserConnectionString, sql.Replace("someone", _user.Name, StringComparison.Ordinal));
}
