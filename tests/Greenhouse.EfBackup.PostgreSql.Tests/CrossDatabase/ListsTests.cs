using Greenhouse.EfBackup.Documents;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Lists of plain values, which are arrays in PostgreSQL and JSON in SQLite.</summary>
public sealed class ListsTests : CrossDatabaseTest
{
    [Fact]
    public async Task Lists_of_SQLite_are_arrays_on_PostgreSQL_and_come_back()
    {
        var source = Sqlite<ListsModel.Context>(ListsModel.Fill);
        var (middle, end) = (PostgreSql<ListsModel.Context>(), Sqlite<ListsModel.Context>());

        await MoveAsync<ListsModel.Context>(source, middle);
        await MoveAsync<ListsModel.Context>(middle, end);

        Assert.Equal(Cells(PostgreSql<ListsModel.Context>(ListsModel.Fill)), Cells(middle));
        Assert.Equal(Shown(source), Shown(middle));
        Assert.Equal(Shown(source), Shown(end));
        Assert.Equal(Cells(source), Cells(end));
    }

    [Fact]
    public async Task Arrays_of_PostgreSQL_are_lists_on_SQLite_and_come_back()
    {
        var source = PostgreSql<ListsModel.Context>(ListsModel.Fill);
        var (middle, end) = (Sqlite<ListsModel.Context>(), PostgreSql<ListsModel.Context>());

        await MoveAsync<ListsModel.Context>(source, middle);
        await MoveAsync<ListsModel.Context>(middle, end);

        Assert.Equal(Shown(source), Shown(middle));
        Assert.Equal(Cells(source), Cells(end));
    }

    [Theory]
    [InlineData("Texts", """["a",1]""", "1", "Row.Texts is no String of .NET")]
    [InlineData("Numbers", "[1.5]", "1.5", "Row.Numbers is no Int32 of .NET")]
    [InlineData("Numbers", "[2147483648]", "2147483648", "Row.Numbers is no Int32 of .NET")]
    [InlineData("Numbers", "[[1]]", "[1]", "Row.Numbers is no Int32 of .NET")]
    [InlineData("Numbers", "{}", "{}", "it is no list in JSON")]
    [InlineData("Numbers", "1, 2", "1, 2", "it is no list in JSON")]
    [InlineData("Flags", "[1]", "1", "Row.Flags is no Boolean of .NET")]
    [InlineData("Prices", """["1.255"]""", "1.255", "numeric(12,2) can't keep it as it is")]
    [InlineData("Moments", """["2024-01-31 10:00:00.1234567"]""", "2024-01-31 10:00:00.1234567", "timestamp without time zone can't keep it as it is")]
    [InlineData("Instants", """["2024-01-31 10:00:00+02:00"]""", "2024-01-31 10:00:00+02:00", "timestamp with time zone can't keep it as it is")]
    [InlineData("Times", """["10:00:00.0000001"]""", "10:00:00.0000001", "time without time zone can't keep it as it is")]
    [InlineData("Spans", """["10:00:00.0000001"]""", "10:00:00.0000001", "interval can't keep it as it is")]
    [InlineData("Blobs", """["ABC"]""", "ABC", "Row.Blobs is no Byte[] of .NET")]
    public async Task A_list_that_PostgreSQL_has_no_array_for_is_refused_with_its_row(string column, string list, string shown, string why)
    {
        var source = Sqlite<ListsModel.Context>(ListsModel.Fill, $"""UPDATE "Rows" SET "{column}" = '{list}' WHERE "Id" = 2""");

        var refused = await RefusedAsync<ListsModel.Context>("EFB1508", source, PostgreSql<ListsModel.Context>(ListsModel.Fill));

        Assert.Equal($"row 2 of table Rows in the backup: {column} can't hold {shown}: {why}", refused.Message);
    }

    [Theory]
    [InlineData("Numbers", "{{1,2},{3,4}}", "{{1,2},{3,4}}", "lists have one dimension, and begin at 1")]
    [InlineData("Numbers", "[2:3]={1,2}", "[2:3]={1,2}", "lists have one dimension, and begin at 1")]
    [InlineData("Doubles", "{NaN}", "NaN", "Row.Doubles can't be kept as it is ")]
    [InlineData("Decimals", "{0.12345678901234567890123456789012}", "0.12345678901234567890123456789012", "Row.Decimals is no Decimal of .NET")]
    [InlineData("Days", "{0044-03-15 BC}", "0044-03-15 BC", "Row.Days is no DateOnly of .NET")]
    [InlineData("Times", "{24:00:00}", "24:00:00", "Row.Times is no TimeOnly of .NET")]
    [InlineData("Spans", "{1 mon}", "1 mon", "Row.Spans is no TimeSpan of .NET")]
    public async Task An_array_that_SQLite_has_no_list_for_is_refused_with_its_row(string column, string array, string shown, string why)
    {
        var source = PostgreSql<ListsModel.Context>(ListsModel.Fill, $"""UPDATE "Rows" SET "{column}" = '{array}' WHERE "Id" = 2""");

        var refused = await RefusedAsync<ListsModel.Context>("EFB1508", source, Sqlite<ListsModel.Context>(ListsModel.Fill));

        Assert.StartsWith($"row 2 of table Rows in the backup: {column} can't hold {shown}: {why}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elements_are_written_as_the_server_writes_them()
    {
        var random = new Random(1);
        var bits = Enumerable.Range(0, 2000).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)).ToArray();
        await using var context = EmptyPostgreSql().Open<ListsModel.Context>();
        await context.Database.OpenConnectionAsync();
        await context.Database.ExecuteSqlRawAsync("SET extra_float_digits = 3; SET IntervalStyle = postgres; SET DateStyle = 'ISO, YMD'; SET bytea_output = hex");

        async Task CheckAsync<T>(string type, IEnumerable<T> values)
            where T : notnull
        {
            var literal = ArrayLiteral.Write(values.Select(value => ArrayElement.Write(value, type)));
            var sql = $"SELECT CAST(CAST({{0}} AS {type}[]) AS text) AS \"Value\"";
            Assert.Equal(literal, (await context.Database.SqlQueryRaw<string>(sql, literal).ToListAsync())[0]);
        }

        await CheckAsync("double precision", bits.Select(BitConverter.Int64BitsToDouble).Concat(Enumerable.Range(-30, 60).Select(power => 1.25 * Math.Pow(10, power))).Append(double.NegativeInfinity));
        await CheckAsync("real", bits.Select(value => BitConverter.Int32BitsToSingle((int)value)).Concat(Enumerable.Range(-20, 40).Select(power => (float)(12.5 * Math.Pow(10, power)))));
        await CheckAsync("numeric", bits.Select(value => new decimal((int)value, (int)(value >> 32), 0, value < 0, (byte)(value & 15))));
        await CheckAsync("interval", bits.Select(value => TimeSpan.FromTicks(value / 4 / 10 * 10)));
        await CheckAsync("timestamp without time zone", bits.Select(value => new DateTime(1, 1, 2).AddTicks((value & long.MaxValue) % DateTime.MaxValue.Ticks / 20 * 10)));
        await CheckAsync("bytea", bits.Select(BitConverter.GetBytes));
        await CheckAsync("time without time zone", bits.Select(value => new TimeOnly((value & long.MaxValue) % TimeSpan.TicksPerDay / 10 * 10)));
    }

    [Fact]
    public async Task Hours_of_an_interval_beyond_a_day_and_days_against_the_clock_are_added_up()
    {
        var source = PostgreSql<ListsModel.Context>(ListsModel.Fill, """UPDATE "Rows" SET "Spans" = '{48:30:00,1 day -01:00:00}' WHERE "Id" = 2""");
        var target = Sqlite<ListsModel.Context>();

        await MoveAsync<ListsModel.Context>(source, target);

        await using var context = target.Open<ListsModel.Context>();
        Assert.Equal([new TimeSpan(48, 30, 0), new TimeSpan(23, 0, 0)], (await context.Rows.SingleAsync(row => row.Id == 2)).Spans);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lists_that_are_there_already_are_unchanged_for_a_merge_and_its_forecast(bool intoSqlite)
    {
        var (sqlite, postgreSql) = (Sqlite<ListsModel.Context>(intoSqlite ? null : ListsModel.Fill), PostgreSql<ListsModel.Context>(intoSqlite ? ListsModel.Fill : null));
        var (source, target) = intoSqlite ? ((TestDatabase)postgreSql, (TestDatabase)sqlite) : (sqlite, postgreSql);
        var file = await BackUpAsync<ListsModel.Context>(source);
        await RestoreAsync<ListsModel.Context>(target, file);
        target.Execute($$"""UPDATE "Rows" SET "Numbers" = '{{(intoSqlite ? "[1]" : "{1}")}}' WHERE "Id" = 2""");
        var merge = Backups.Options(readBack: false) with { Mode = RestoreMode.Merge };

        await using var context = target.Open<ListsModel.Context>();
        var forecast = await Backups.RestoreAsync(context, file, merge with { DryRun = true });
        var merged = await Backups.RestoreAsync(context, file, merge);

        Assert.Equal((0, 1, 1), (forecast.Tables[0].Inserted, forecast.Tables[0].Updated, forecast.Tables[0].Unchanged));
        Assert.Equal((0, 1, 1), (merged.Tables[0].Inserted, merged.Tables[0].Updated, merged.Tables[0].Unchanged));
        Assert.Equal(Shown(source), Shown(target));
    }

    private static string[] Cells(TestDatabase database) => [.. database.Dump().Tables["Rows"].SelectMany(row => row.Split('\t'))];

    private static string[] Shown(TestDatabase database)
    {
        using var context = database.Open<ListsModel.Context>();
        return ListsModel.Shown(context);
    }
}
