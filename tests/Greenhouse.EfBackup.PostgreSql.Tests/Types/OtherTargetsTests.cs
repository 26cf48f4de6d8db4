using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

/// <summary>Into a column of another type: exactly what was there, or nothing, though nobody asked for the rows to be read back.</summary>
public sealed class OtherTargetsTests : SqlTests
{
    [Theory]
    [InlineData("numeric", "1.25", "numeric(10,1)", "numeric(10,1) would round it")]
    [InlineData("numeric(10,2)", "1.25", "rounded", "numeric(10,1) would round it")]
    [InlineData("amount", "1.25", "amount", "numeric(10,1) would round it")]
    [InlineData("timestamp", "2024-01-31 10:00:00.25", "whole_seconds", "timestamp(0) without time zone would round it")]
    [InlineData("text", "ab    ", "short", "it is longer than character varying(3)")]
    [InlineData("text", "ab", "character(3)", "character(3) would pad it with spaces")]
    [InlineData("json", "{\"a\":1,\"a\":2}", "jsonb", "jsonb keeps one of two properties a")]
    public async Task A_value_that_would_be_changed_is_refused_by_its_row(string from, string value, string to, string why)
    {
        var (source, target) = await TablesAsync(from, value, to);

        var refused = await RefusedRestoreAsync("EFB1508", target, source, Backups.Options(readBack: false));

        Assert.StartsWith("row 1 of table t in the backup: value can't hold ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("numeric[]", "{1.25}", "numeric(10,1)[]")]
    [InlineData("timestamp[]", "{\"2024-01-31 10:00:00.25\"}", "timestamp(0)[]")]
    [InlineData("text[]", "{\"ab   \"}", "varchar(3)[]")]
    [InlineData("text[]", "{ab}", "character(3)[]")]
    [InlineData("timetz", "10:00:00.5+00", "timetz(0)")]
    [InlineData("with_amount", "(1.25)", "with_rounded")]
    public async Task A_value_whose_parts_would_be_changed_is_refused(string from, string value, string to)
    {
        var (source, target) = await TablesAsync(from, value, to);

        var refused = await RefusedRestoreAsync("EFB1506", target, source, Backups.Options(readBack: false));

        Assert.Contains("table t reads back differently", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("numeric(10,2)", "1.50", "numeric(12,4)", "1.5000")]
    [InlineData("numeric(10,2)", "1.50", "amount", "1.5")]
    [InlineData("numeric(10,2)[]", "{1.50}", "numeric[]", "{1.50}")]
    [InlineData("varchar(3)[]", "{ab}", "text[]", "{ab}")]
    [InlineData("json", "{\"b\":1,\"a\":2}", "jsonb", "{\"a\": 2, \"b\": 1}")]
    [InlineData("character(3)", "ab", "text", "ab ")]
    [InlineData("int4range", "[1,5)", "int4range", "[1,5)")]
    public async Task A_value_that_stays_the_same_is_taken(string from, string value, string to, string expected)
    {
        var (source, target) = await TablesAsync(from, value, to);

        // Read back, it may be spelled as its new type spells it.
        foreach (var readBack in new[] { false, true })
        {
            await RestoreAsync(target, source, Backups.Options(readBack: readBack));

            Assert.Equal([$"t: 1\t{expected}"], target.Dump().Lines);
        }
    }

    private async Task<(string Backup, PostgreSqlTestDatabase Target)> TablesAsync(string from, string value, string to)
    {
        var source = Make($"CREATE DOMAIN amount AS numeric(10,2); CREATE TYPE with_amount AS (value numeric); CREATE TABLE t (id int PRIMARY KEY, value {from}); INSERT INTO t VALUES (1, '{value}')");
        var target = Make(
            $"""
            CREATE DOMAIN below AS numeric(10,1);
            CREATE DOMAIN rounded AS below;
            CREATE DOMAIN amount AS numeric(10,1);
            CREATE DOMAIN whole_seconds AS timestamp(0);
            CREATE DOMAIN short AS varchar(3);
            CREATE TYPE with_rounded AS (value numeric(10,1));
            CREATE TABLE t (id int PRIMARY KEY, value {to});
            """);
        return (await BackUpAsync(source), target);
    }
}
