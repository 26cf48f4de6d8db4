using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

/// <summary>Values are the same whatever server, database, role, connection string and driver are set to.</summary>
public sealed class SettingsTests : SqlTests
{
    private const string Schema = """
        CREATE TYPE mood AS ENUM ('sad', 'so-so');
        CREATE TYPE pair AS (x float8, "When" interval);
        CREATE TABLE t (
            id int PRIMARY KEY, mood mood, pair pair, pairs pair[], texts text[], table_name regclass, name text, amounts money[], moment timestamptz, moments timestamptz[],
            length interval, real double precision, bytes bytea[], xml xml, document json, quantity numeric, "Of" tstzrange);
        """;

    private const string Rows = """
        INSERT INTO t VALUES (
            1, 'so-so', (0.1, '1 mon 2 days'), ARRAY[(0.30000000000000004, NULL)::pair], '{a,NULL,"NULL"}', 't', 'Zoë', '{1.10,-1234567.89}', '2024-02-29 23:59:59.5+00', '{2024-03-31 01:00:00+00}',
            '1 day 02:03:04', 0.30000000000000004, '{"\\x005c"}', '<a/><b/>', '{"a" :1}', 1.50, '[2024-02-29 00:00:00+00,)');
        """;

    private static readonly string[] _settings =
    [
        "array_nulls = off", "quote_all_identifiers = on", "xmloption = document", "bytea_output = 'escape'", "extra_float_digits = -15", "DateStyle = 'SQL, DMY'", "IntervalStyle = 'iso_8601'", "TimeZone = 'America/St_Johns'",
        "standard_conforming_strings = off", "escape_string_warning = off", "client_encoding = 'LATIN1'", "default_transaction_read_only = on", "default_transaction_isolation = 'serializable'", "statement_timeout = '1min'",
    ];

    [Fact]
    public async Task Settings_of_the_database_change_neither_the_file_nor_what_is_restored()
    {
        var (usual, odd) = (Make(Schema, Rows), Make(Schema, Rows));
        odd.Execute(string.Join(';', _settings.Select(setting => $"ALTER DATABASE \"{odd.Name}\" SET {setting}")));
        var before = usual.Dump();

        var (fromUsual, fromOdd) = (await BackUpAsync(usual), await BackUpAsync(odd));
        NpgsqlConnection.ClearAllPools();
        odd.ExecuteUnchecked("BEGIN READ WRITE; TRUNCATE t; COMMIT");
        await RestoreAsync(odd, fromUsual);
        odd.Execute($"BEGIN READ WRITE; ALTER DATABASE \"{odd.Name}\" RESET ALL; COMMIT");
        // A connection goes on with the settings that it was made under.
        NpgsqlConnection.ClearAllPools();

        Assert.Equal(Backups.Check(fromUsual).Tables, Backups.Check(fromOdd).Tables);
        before.AssertSame(odd.Dump());
    }

    [Fact]
    public Task An_encoding_of_the_connection_changes_nothing()
        => ComesBackAsync(connectionString => new DbContextOptionsBuilder<NoEntities>().UseNpgsql(connectionString + ";Client Encoding=LATIN1;Pooling=false").Options);

    [Fact]
    public async Task A_driver_that_knows_hardly_any_type_is_enough()
    {
        NpgsqlDataSource? source = null;
        await ComesBackAsync(connectionString =>
        {
            source ??= new NpgsqlSlimDataSourceBuilder(connectionString + ";Pooling=false").Build();
            return new DbContextOptionsBuilder<NoEntities>().UseNpgsql(source).Options;
        });

        await source!.DisposeAsync();
    }

    [Fact]
    public Task A_driver_that_asks_the_server_for_no_types_is_enough()
        => ComesBackAsync(connectionString => new DbContextOptionsBuilder<NoEntities>().UseNpgsql(connectionString + ";Server Compatibility Mode=NoTypeLoading;Pooling=false").Options);

    private async Task ComesBackAsync(Func<string, DbContextOptions<NoEntities>> options)
    {
        var database = Make(Schema, Rows, "INSERT INTO t SELECT n, 'sad' FROM generate_series(2, 1000) n");
        var before = database.Dump();
        var usual = await BackUpAsync(database);

        await using var reading = new NoEntities(options(database.ConnectionString));
        var file = (await Backups.CreateAsync(reading, TableSelection.Everything)).File!;
        database.Damage();
        await using var restoring = new NoEntities(options(database.ConnectionString));
        await Backups.RestoreAsync(restoring, file);

        Assert.Equal(Backups.Check(usual).Tables, Backups.Check(file).Tables);
        before.AssertSame(database.Dump());
    }
}
