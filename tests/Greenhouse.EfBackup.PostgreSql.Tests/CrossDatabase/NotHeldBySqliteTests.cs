using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Values of PostgreSQL that SQLite can't hold as they are: refused with row, column, value and reason, and nothing has happened.</summary>
public sealed class NotHeldBySqliteTests(FilledPostgreSql source) : CrossDatabaseTest, IClassFixture<FilledPostgreSql>
{
    private const string Raw = "it is spelled as only the database it comes from can hold it";

    /// <summary>Column, PostgreSQL's literal, the value as the message shows it, why.</summary>
    public static TheoryData<string, string, string, string> Values => new()
    {
        { "Date", "'0044-03-15 BC'", """{"$text":"0044-03-15 BC"}""", Raw },
        { "Date", "'10000-01-01'", """{"$text":"10000-01-01"}""", Raw },
        { "Instant", "'0044-03-15 10:00:00+00 BC'", """{"$text":"0044-03-15 10:00:00+00 BC"}""", Raw },
        { "Time", "'24:00:00'", """{"$text":"24:00:00"}""", Raw },
        { "Span", "'1 year 2 months 3 days -1 hour'", """{"$text":"P1Y2M3DT-1H"}""", Raw },
        { "Span", "'1 month'", """{"$text":"P1M"}""", Raw },
        { "Span", "'1 day -1 hour'", """{"$text":"P1DT-1H"}""", Raw },
        { "Span", "'25 hours'", """{"$text":"PT25H"}""", Raw },
        { "Decimal", "'NaN'", "NaN", "a decimal is a number here" },
        { "Double", "'NaN'", "NaN", "SQLite makes null of it" },
        { "Float", "'NaN'", "NaN", "SQLite makes null of it" },
        { "ULong", "18446744073709551615", "18446744073709551615", "whole numbers end at 9223372036854775807 here" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_that_a_column_can_not_hold(string column, string literal, string shown, string why)
    {
        source.Database.Execute("""UPDATE "Rows" SET ("Date", "Time", "Span", "Moment", "Instant", "Wall", "Decimal", "Double", "Float", "ULong") = ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL) WHERE "Id" = 2""");
        source.Database.Execute($"""UPDATE "Rows" SET "{column}" = {literal} WHERE "Id" = 2""");
        var target = Sqlite<KindsModel.Context>(KindsModel.Fill);

        var refused = await RefusedAsync<KindsModel.Context>("EFB1508", source.Database, target);

        Assert.Equal($"row 2 of table Rows in the backup: {column} can't hold {shown}: {why}", refused.Message);
        Assert.StartsWith("nothing was changed.", refused.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.1", true)]
    [InlineData("1234567890.12345", true)]
    [InlineData("9007199254740993", true)]
    [InlineData("-9223372036854775808", true)]
    [InlineData("1e20", true)]
    [InlineData("12345678901234567.89", false)]
    [InlineData("9223372036854775809", false)]
    [InlineData("0.1234567890123456789", false)]
    public async Task A_decimal_goes_into_a_column_of_binary_numbers_where_that_gives_its_digits_again(string number, bool fits)
    {
        // A declared type without TEXT, CHAR or BLOB in it makes SQLite turn text into numbers.
        const string Schema = """CREATE TABLE "Prices" ("Id" INTEGER NOT NULL PRIMARY KEY, "Price" DECIMAL(38,19) NULL)""";
        var prices = PostgreSql<PriceContext>(sql: $"""INSERT INTO "Prices" VALUES (1, NULL), (2, {number})""");
        var target = EmptySqlite();
        target.Execute(Schema);

        if (fits)
        {
            await MoveAsync<PriceContext>(prices, target);
            Assert.Equal(["0"], target.Query($"""SELECT CAST("Price" - {number} AS TEXT) FROM "Prices" WHERE "Id" = 2""").Select(difference => difference.TrimEnd('0', '.').PadLeft(1, '0')));
        }
        else
        {
            var refused = await RefusedAsync<PriceContext>("EFB1508", prices, target);
            Assert.Equal($"row 2 of table Prices in the backup: Price can't hold {number}: DECIMAL(38,19) keeps it as a binary number of some 15 digits", refused.Message);
        }
    }

    [Fact]
    public async Task A_fraction_does_not_go_into_a_column_of_whole_numbers()
    {
        var prices = PostgreSql<PriceContext>(sql: """INSERT INTO "Prices" VALUES (1, 2.00), (2, 2.50)""");
        var target = Sqlite<WholePriceContext>();
        var file = await BackUpAsync<PriceContext>(prices);

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => RestoreAsync<WholePriceContext>(target, file));

        Assert.Equal("row 2 of table Prices in the backup: Price can't hold 2.50: it is no whole number", refused.Message);
        Assert.Empty(target.Dump().Tables["Prices"]);
    }
}
