using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Tests of what EF Core's models can't say: tables are made by SQL, and all of them are backed up.</summary>
public abstract class SqlTests : Specification<PostgreSqlFixture>
{
    /// <summary>A database of its own, in which the statements were carried out by its owner.</summary>
    private protected PostgreSqlTestDatabase Make(params string[] sql)
    {
        var database = Fixture.CreateDatabase();
        Array.ForEach(sql, database.Execute);
        return database;
    }

    /// <summary>A database whose texts are in another encoding than UTF-8.</summary>
    private protected PostgreSqlTestDatabase MakeIn(string encoding, params string[] sql)
    {
        var database = Fixture.CreateDatabase();
        TestServer.Server.DropDatabase(database.Name);
        PostgreSqlDump.Execute(TestServer.Server.ConnectionString, $"CREATE DATABASE \"{database.Name}\" OWNER \"{TestServer.Owner.Name}\" TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'");
        Array.ForEach(sql, database.Execute);
        return database;
    }

    /// <summary>Rows of a schema there and back: into the database they come from, damaged meanwhile, and into an empty one.</summary>
    private protected Task<RoundTrip> RoundTripAsync(string schema, string rows)
        => RoundTripAsync<NoEntities>(context => Execute(context, rows), schema, selection: TableSelection.Everything);

    private protected Task<string> BackUpAsync(TestDatabase database, TableSelection? selection = null) => BackUpAsync<NoEntities>(database, selection ?? TableSelection.Everything);

    private protected static TableSelection AllBut(params string[] tables) => new([], tables, AllTables: true);

    private protected Task<RestoreResult> RestoreAsync(TestDatabase database, string file, RestoreOptions? options = null) => RestoreAsync<NoEntities>(database, file, options);

    /// <summary>A restore that is refused, after which rows, counters and schema are what they were.</summary>
    private protected async Task<EfBackupException> RefusedRestoreAsync(string code, TestDatabase database, string file, RestoreOptions? options = null)
    {
        var (before, schema) = (database.Dump(), database.Schema());

        var refused = await RefusedAsync(code, () => RestoreAsync(database, file, options));

        before.AssertSame(database.Dump());
        Xunit.Assert.Equal(schema, database.Schema());
        return refused;
    }

    private protected static IReadOnlyList<string> Query(TestDatabase database, string sql) => ((PostgreSqlTestDatabase)database).Query(sql);

    /// <summary>The lines of a table in a backup, without the commas between them.</summary>
    private protected static IReadOnlyList<string> RowsOf(string file, string table)
        => [.. File.ReadLines(file)
            .SkipWhile(line => line != "\"data\": {").SkipWhile(line => line != $"{System.Text.Json.JsonSerializer.Serialize(table, Relaxed)}: [").Skip(1)
            .TakeWhile(line => line is not ("]" or "],")).Select(line => line.TrimEnd(','))];

    private static void Execute(DbContext context, string sql)
    {
        context.Database.OpenConnection();
        PostgreSqlDump.Execute((NpgsqlConnection)context.Database.GetDbConnection(), sql);
        context.Database.CloseConnection();
    }

    private static System.Text.Json.JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
