using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>PostgreSQL's infinities, which code has as the first and the last of .NET, as other databases do.</summary>
public sealed class EndlessTimesTests : CrossDatabaseTest
{
    private const string Infinities = """
        INSERT INTO "Rows" ("Id", "Date", "Moment", "Wall", "Instant")
        VALUES (1, '-infinity', '-infinity', '-infinity', '-infinity'), (2, 'infinity', 'infinity', 'infinity', 'infinity'), (3, '0001-01-02', '9999-12-31 23:59:59.999999+00', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999+00')
        """;

    private static readonly string[] _stored =
    [
        "1 0001-01-01 0001-01-01 00:00:00 0001-01-01 00:00:00 0001-01-01 00:00:00+00:00",
        "2 9999-12-31 9999-12-31 23:59:59.9999999 9999-12-31 23:59:59.9999999 9999-12-31 23:59:59.9999999+00:00",
        "3 0001-01-02 9999-12-31 23:59:59.999999 9999-12-31 23:59:59.999999 9999-12-31 23:59:59.999999+00:00",
    ];

    [Fact]
    public async Task They_are_the_ends_of_the_calendar_in_SQLite_and_come_back()
    {
        var (source, sqlite, end) = (PostgreSql<KindsModel.Context>(sql: Infinities), Sqlite<KindsModel.Context>(), PostgreSql<KindsModel.Context>());

        await MoveAsync<KindsModel.Context>(source, sqlite);
        await MoveAsync<KindsModel.Context>(sqlite, end);

        Assert.Equal(_stored, sqlite.Query("""SELECT "Id" || ' ' || "Date" || ' ' || "Moment" || ' ' || "Wall" || ' ' || "Instant" FROM "Rows" ORDER BY "Id" """));
        Assert.Equal(source.Dump().Tables, end.Dump().Tables);
        Assert.Equal(Shown(source.Open<KindsModel.Context>), Shown(sqlite.Open<KindsModel.Context>));
    }

    [Fact]
    public async Task They_are_those_of_NET_in_memory_and_come_back()
    {
        var (source, end) = (PostgreSql<KindsModel.Context>(sql: Infinities), PostgreSql<KindsModel.Context>());
        var options = new DbContextOptionsBuilder<KindsModel.Context>().UseInMemoryDatabase(Guid.NewGuid().ToString()).Options;
        await using var memory = new KindsModel.Context(options);

        await Backups.RestoreAsync(memory, await BackUpAsync<KindsModel.Context>(source), Backups.Options(readBack: false));
        await RestoreAsync<KindsModel.Context>(end, (await Backups.CreateAsync(memory)).File!);

        Assert.Equal(source.Dump().Tables, end.Dump().Tables);
        Assert.Equal(Shown(source.Open<KindsModel.Context>), Shown(() => new KindsModel.Context(options)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_there_already_is_the_same(bool intoSqlite)
    {
        var (source, target) = (PostgreSql<KindsModel.Context>(sql: Infinities), intoSqlite ? (TestDatabase)Sqlite<KindsModel.Context>() : PostgreSql<KindsModel.Context>());
        var file = await BackUpAsync<KindsModel.Context>(source);
        if (!intoSqlite)
        {
            var sqlite = Sqlite<KindsModel.Context>();
            await RestoreAsync<KindsModel.Context>(sqlite, file);
            file = await BackUpAsync<KindsModel.Context>(sqlite);
        }

        await RestoreAsync<KindsModel.Context>(target, file);
        await using var context = target.Open<KindsModel.Context>();
        var merged = await Backups.RestoreAsync(context, file, Backups.Options(readBack: false) with { Mode = RestoreMode.Merge });

        Assert.Contains(merged.Tables, table => table.Table == "Rows" && table is { Inserted: 0, Updated: 0, Unchanged: 3 });
    }

    [Fact]
    public async Task Seeds_have_them_for_every_database_and_take_no_other_time_for_one()
    {
        const string Finite = """; INSERT INTO "Rows" ("Id", "Date", "Moment", "Wall", "Instant") VALUES (4, '0001-01-01', '0001-01-01 00:00:00+00', '0001-01-01', '0001-01-01 00:00:00+00'), (5, '9999-12-31', NULL, NULL, NULL)""";
        var (source, sqlite, end) = (PostgreSql<KindsModel.Context>(sql: Infinities + Finite), Sqlite<KindsModel.Context>(), PostgreSql<KindsModel.Context>());
        var seed = Path.Combine(Path.GetDirectoryName(Backups.Folder)!, "seed.json");
        await using (var context = source.Open<KindsModel.Context>())
        {
            await context.Database.WriteSeedAsync(seed);
            Assert.Equal(5, (await context.Database.SeedAsync(seed)).Unchanged);
        }

        foreach (var database in (TestDatabase[])[sqlite, end])
        {
            await using var context = database.Open<KindsModel.Context>();
            Assert.Equal(5, (await context.Database.SeedAsync(seed)).Inserted);
            Assert.Equal(5, (await context.Database.SeedAsync(seed)).Unchanged);
        }

        Assert.Equal(source.Dump().Tables, end.Dump().Tables);
        Assert.Equal(Shown(source.Open<KindsModel.Context>), Shown(sqlite.Open<KindsModel.Context>));

        // As SQLite has it.
        await using (var context = sqlite.Open<KindsModel.Context>())
        {
            await context.Database.WriteSeedAsync(seed);
        }

        Assert.Contains("\"Wall\":\"9999-12-31T23:59:59.9999999\"", await File.ReadAllTextAsync(seed), StringComparison.Ordinal);
        var other = PostgreSql<KindsModel.Context>();
        await using (var context = other.Open<KindsModel.Context>())
        {
            Assert.Equal(5, (await context.Database.SeedAsync(seed)).Inserted);
            Assert.Equal(5, (await context.Database.SeedAsync(seed)).Unchanged);
        }

        Assert.Equal(Shown(source.Open<KindsModel.Context>), Shown(other.Open<KindsModel.Context>));
    }

    private static string[] Shown(Func<KindsModel.Context> open)
    {
        using var context = open();
        return [.. context.Rows.OrderBy(row => row.Id).AsEnumerable().Select(row => FormattableString.Invariant($"{row.Id} {row.Date:yyyy-MM-dd} {row.Moment?.Ticks} {row.Wall?.Ticks} {row.Instant:O}"))];
    }
}
