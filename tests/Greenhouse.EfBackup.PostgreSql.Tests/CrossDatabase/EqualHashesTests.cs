using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>What FORMAT.md says of equal hashes, tried with databases of both kinds.</summary>
public sealed partial class EqualHashesTests(KindsDatabases databases) : CrossDatabaseTest, IClassFixture<KindsDatabases>
{
    private const string Head = "| kind | in SQLite | its value | in PostgreSQL | its value | hashes |";

    private static readonly Dictionary<string, Type> _contexts = new()
    {
        ["boolean"] = typeof(KindContext<bool?>),
        ["integer"] = typeof(KindContext<long?>),
        ["decimal"] = typeof(KindContext<decimal?>),
        ["single"] = typeof(KindContext<float?>),
        ["double"] = typeof(KindContext<double?>),
        ["string"] = typeof(KindContext<string>),
        ["guid"] = typeof(KindContext<Guid?>),
        ["date"] = typeof(KindContext<DateOnly?>),
        ["time"] = typeof(KindContext<TimeOnly?>),
        ["datetime"] = typeof(KindContext<DateTime?>),
        ["timestamp"] = typeof(KindContext<DateTimeOffset?>),
        ["interval"] = typeof(KindContext<TimeSpan?>),
        ["binary"] = typeof(KindContext<byte[]>),
        ["json"] = typeof(DocumentContext),
    };

    private static readonly string[][] _claims = [.. Claims()];

    public static TheoryData<string, string, string, string, string, bool> Examples
    {
        get
        {
            var examples = new TheoryData<string, string, string, string, string, bool>();
            foreach (var cells in _claims)
            {
                examples.Add(cells[0].Trim('`'), cells[1], cells[2].Trim('`'), cells[3], cells[4].Trim('`'), cells[5] == "equal");
            }

            return examples;
        }
    }

    /// <summary>Kind, type and values in SQLite, type and values in PostgreSQL: a key of each, in the order of FORMAT.md.</summary>
    public static TheoryData<string, string, string[], string, string[], bool> Keys => new()
    {
        { "boolean", "INTEGER", ["0", "1"], "boolean", ["false", "true"], true },
        { "integer", "INTEGER", ["-10", "-9", "9", "10"], "bigint", ["-10", "-9", "9", "10"], true },
        { "double", "REAL", ["-1e308 * 10", "-1e300", "-0.5", "1e-7", "3", "10.0"], "double precision", ["'-Infinity'", "-1e300", "-0.5", "1e-7", "3", "10"], true },
        { "string", "TEXT", ["''", "' a'", "'A'", "'B'", "'a'", "'a b'", "'ab'", "'é'", "'\uffff'", "'🌱'"], "text", ["''", "' a'", "'A'", "'B'", "'a'", "'a b'", "'ab'", "'é'", "'\uffff'", "'🌱'"], true },
        { "guid", "TEXT", ["'0FFFFFFF-0000-0000-0000-000000000000'", "'A0000000-0000-0000-0000-000000000000'", "'A0000000-0000-0000-0000-00000000000F'"], "uuid", ["'0fffffff-0000-0000-0000-000000000000'", "'a0000000-0000-0000-0000-000000000000'", "'a0000000-0000-0000-0000-00000000000f'"], true },
        { "date", "TEXT", ["'0001-01-01'", "'1999-12-31'", "'2000-01-01'", "'9999-12-31'"], "date", ["'0001-01-01'", "'1999-12-31'", "'2000-01-01'", "'9999-12-31'"], true },
        { "time", "TEXT", ["'00:00:00'", "'00:00:00.0000010'", "'09:59:59.5000000'", "'10:00:00'"], "time", ["'00:00:00'", "'00:00:00.000001'", "'09:59:59.5'", "'10:00:00'"], true },
        { "datetime", "TEXT", ["'0001-01-01 00:00:00'", "'2024-01-31 10:00:00'", "'2024-01-31 10:00:00.5'", "'2024-01-31 10:00:01'"], "timestamp", ["'0001-01-01'", "'2024-01-31 10:00:00'", "'2024-01-31 10:00:00.5'", "'2024-01-31 10:00:01'"], true },
        { "timestamp", "TEXT", ["'2024-01-31 10:00:00+00:00'", "'2024-01-31 10:00:00.5+00:00'", "'2024-01-31 10:00:01+00:00'"], "timestamptz", ["'2024-01-31 10:00:00+00'", "'2024-01-31 10:00:00.5+00'", "'2024-01-31 10:00:01+00'"], true },
        { "binary", "BLOB", ["x''", "x'00'", "x'0000'", "x'01'", "x'ff'"], "bytea", [@"'\x'", @"'\x00'", @"'\x0000'", @"'\x01'", @"'\xff'"], true },
        { "decimal", "TEXT", ["'-1.5'", "'9.5'", "'10.5'", "'999999999999.99'", "'1000000000000.25'"], "numeric", ["-1.5", "9.5", "10.5", "999999999999.99", "1000000000000.25"], true },
        { "decimal", "TEXT", ["'100000000000000000.5'", "'99999999999999999.5'"], "numeric", ["99999999999999999.5", "100000000000000000.5"], false },
        { "interval", "TEXT", ["'1.00:00:00'", "'10.00:00:00'", "'2.00:00:00'"], "interval", ["'1 day'", "'10 days'", "'2 days'"], true },
        { "interval", "TEXT", ["'-00:00:01'", "'01:00:00'", "'1.00:00:00'", "'09:00:00'"], "interval", ["'-1 second'", "'1 hour'", "'9 hours'", "'1 day'"], false },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_of_the_format_is_what_the_databases_give(string kind, string inSqlite, string valueThere, string inPostgreSql, string valueHere, bool equal)
    {
        Make(databases.InSqlite, "INTEGER", inSqlite);
        Make(databases.InPostgreSql, "integer", inPostgreSql);

        var there = await BackUpAsync(kind, databases.InSqlite);
        var here = await BackUpAsync(kind, databases.InPostgreSql);

        Assert.Equal(HashOf(valueThere), there.Tables.Single().Sha256);
        Assert.Equal(HashOf(valueHere), here.Tables.Single().Sha256);
        Assert.Equal(equal, valueThere == valueHere);
    }

    [Fact]
    public void Every_kind_that_both_have_has_an_example_of_equal_hashes()
    {
        Assert.Equal(_contexts.Keys.Order(), _claims.Where(cells => cells[5] == "equal").Select(cells => cells[0].Trim('`')).Distinct().Order());
        // Whoever says that hashes differ says why.
        Assert.All(_claims.Where(cells => cells[5] != "equal"), cells => Assert.StartsWith("differ: ", cells[5], StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Keys_of_a_kind_stand_in_one_order(string kind, string sqliteType, string[] sqliteValues, string postgreSqlType, string[] postgreSqlValues, bool equal)
    {
        MakeKeys(databases.InSqlite, "INTEGER", sqliteType, sqliteValues);
        MakeKeys(databases.InPostgreSql, "integer", postgreSqlType, postgreSqlValues);

        var (there, here) = (await BackUpAsync(kind, databases.InSqlite), await BackUpAsync(kind, databases.InPostgreSql));

        Assert.Equal(sqliteValues.Length, there.Tables.Single().Rows);
        Assert.Equal(equal, there.Tables.Single().Sha256 == here.Tables.Single().Sha256);
    }

    [Fact]
    public async Task Equal_data_has_equal_hashes_in_two_databases_of_one_kind()
    {
        foreach (var fill in new Func<TestDatabase>[] { () => Sqlite<KindsModel.Context>(KindsModel.Fill), () => PostgreSql<KindsModel.Context>(KindsModel.Fill) })
        {
            var (one, other) = (Backups.Check(await BackUpAsync<KindsModel.Context>(fill())), Backups.Check(await BackUpAsync<KindsModel.Context>(fill())));

            Assert.Equal(3, one.Tables.Count);
            Assert.Equal(one.Tables, other.Tables);
        }
    }

    private static IEnumerable<string[]> Claims()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "FORMAT.md"));
        return page[page.IndexOf(Head, StringComparison.Ordinal)..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
    }

    /// <summary>The hash of a table's only row, by the words of the format.</summary>
    private static string HashOf(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{{\"id\":1,\"value\":{value}}}\n")));

    /// <param name="cell">A type and a literal.</param>
    private static void Make(TestDatabase database, string keyType, string cell)
    {
        var parts = Code().Matches(cell).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(2, parts.Length);
        database.Execute($"""DROP TABLE IF EXISTS "kinds"; CREATE TABLE "kinds" ("id" {keyType} NOT NULL PRIMARY KEY, "value" {parts[0]})""");
        database.Execute($"""INSERT INTO "kinds" VALUES (1, {parts[1]})""");
    }

    /// <summary>The values are the key, each row's number follows their order.</summary>
    private static void MakeKeys(TestDatabase database, string numberType, string type, string[] values)
    {
        database.Execute($"""DROP TABLE IF EXISTS "kinds"; CREATE TABLE "kinds" ("id" {numberType} NOT NULL, "value" {type} NOT NULL PRIMARY KEY)""");
        // The last first, so that no order is that of insertion.
        foreach (var value in values.Reverse())
        {
            database.Execute($"""INSERT INTO "kinds" VALUES ({Array.IndexOf(values, value)}, {value})""");
        }
    }

    private async Task<CheckedFile> BackUpAsync(string kind, TestDatabase database)
    {
        var open = typeof(TestDatabase).GetMethod(nameof(TestDatabase.Open))!.MakeGenericMethod(_contexts[kind]);
        await using var context = (DbContext)open.Invoke(database, null)!;
        CreateResult made = await Backups.CreateAsync(context);
        return Backups.Check(made.File!);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
