using System.Globalization;
using System.Text;
using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Specification.RandomDatabases;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Every kind of column that a SQLite database can have. Whatever its type, a column may hold anything.</summary>
internal static class SqliteRandomDialect
{
    private static readonly string[] _anything = ["1", "0", "2.5", "-9223372036854775808", "x'00ff'", "x''", "CAST(x'ff' AS TEXT)", "'text'", "''", "'0x1'", "CAST(x'610062' AS TEXT)"];

    private static readonly ColumnType _integer = new("INTEGER", typeof(long), [.. Awkward.Longs.Select(value => value.ToString(CultureInfo.InvariantCulture))], _anything);

    public static RandomDialect Instance { get; } = new(
        [
            _integer,
            new("INTEGER", typeof(bool), ["0", "1"], _anything),
            new("TEXT", typeof(decimal), ["'0.0'", "'1.10'", "'-1.5'", "'79228162514264337593543950335.0'", "'0.0000000000000000000000000001'", "'-2.0'"], ["'1.1'", .. _anything]),
            new("NUMERIC", typeof(decimal), ["0", "1", "-1.5", "2.25", "1e20", "9007199254740993"], ["1.0", .. _anything]),
            new("REAL", typeof(float), ["0.0", "0.5", "-0.25", "3.4028234663852886e38", "1.401298464324817e-45", "0.10000000149011612"], ["0.1", "9e999", .. _anything]),
            new("REAL", typeof(double), ["0.0", "0.1", "-1.5", "1.7976931348623157e308", "5e-324", "9e999", "-9e999", "1e15", "123456789012345680.0"], ["-0.0", .. _anything]),
            new("TEXT", typeof(string), [.. Awkward.Texts.Distinct().Where(text => text.Length < 100).Select(Text)], [Text("a\0b"), .. _anything]),
            new("TEXT", typeof(Guid), [.. Awkward.Guids.Select(guid => $"'{guid.ToString().ToUpperInvariant()}'")], ["'0f8fad5b-d9cb-469f-a165-70867728950e'", .. _anything]),
            new("BLOB", typeof(Guid), [.. Awkward.Guids.Select(guid => Blob(guid.ToByteArray()))], _anything),
            new("TEXT", typeof(DateOnly), ["'0001-01-01'", "'9999-12-31'", "'2024-02-29'", "'1969-12-31'"], ["'2024-2-29'", .. _anything]),
            new("TEXT", typeof(TimeOnly), ["'00:00:00'", "'23:59:59.9999999'", "'10:00:00.5000000'"], ["'10:00:00.5'", .. _anything]),
            new("TEXT", typeof(DateTime), ["'0001-01-01 00:00:00'", "'9999-12-31 23:59:59.9999999'", "'2024-01-31 10:00:00.5'"], ["'2024-01-31T10:00:00'", .. _anything]),
            new("TEXT", typeof(DateTimeOffset), ["'0001-01-01 00:00:00+00:00'", "'9999-12-31 23:59:59.9999999+00:00'", "'2024-01-31 10:00:00+05:30'"], ["'2024-01-31 10:00:00Z'", .. _anything]),
            new("TEXT", typeof(TimeSpan), ["'00:00:00'", "'-1.02:03:04.5000000'", "'10675199.02:48:05.4775807'", "'-10675199.02:48:05.4775808'"], ["'1.00:00:00.0'", .. _anything]),
            new("BLOB", typeof(byte[]), [.. Awkward.Blobs.Select(Blob)], _anything),
            // Documents of the application, and what somebody else has put there.
            new("TEXT", typeof(string), [], ["'{\"Text\":\"a\"}'", "'{\"Text\": null }'", "'[1, 2.50, {}]'", "'null'", "'{'", "'{\"$text\":1}'", .. _anything], IsDocument: true),
        ],
        _integer,
        "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        AddsReferences: false,
        ["boolean", "integer", "decimal", "single", "double", "string", "guid", "date", "time", "datetime", "timestamp", "interval", "binary", "json"]);

    private static string Text(string text) => $"CAST(x'{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}' AS TEXT)";

    private static string Blob(byte[] bytes) => $"x'{Convert.ToHexString(bytes)}'";
}
