using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Times that a converter makes times of UTC, as applications do: in columns, in documents and in their lists.</summary>
public sealed class UtcTimesTests : CrossDatabaseTest
{
    private static readonly DateTime _first = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
    private static readonly DateTime _last = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    [Theory]
    [InlineData("sqlite", "memory")]
    [InlineData("sqlite", "postgresql")]
    [InlineData("postgresql", "memory")]
    [InlineData("postgresql", "sqlite")]
    [InlineData("memory", "sqlite")]
    [InlineData("memory", "postgresql")]
    public async Task Times_are_the_same_everywhere_and_come_back(string from, string to)
    {
        var (source, target, again) = (Of(from, Fill), Of(to), Of(from));

        await RestoreAsync(target, await BackUpAsync(source));
        await RestoreAsync(again, await BackUpAsync(target));

        Assert.Equal(Shown(source), Shown(target));
        Assert.Equal(Shown(source), Shown(again));
        Assert.Equal("1: 10:00:00.1234560 Utc, 11:00:00.0000000 Utc, 12:00:00.5000000 Utc", Shown(target)[0]);
    }

    private Func<Context> Of(string kind, Action<Context>? fill = null)
    {
        if (kind == "memory")
        {
            var options = new DbContextOptionsBuilder<Context>().UseInMemoryDatabase(Guid.NewGuid().ToString()).Options;
            using var context = new Context(options);
            fill?.Invoke(context);
            context.SaveChanges();
            return () => new Context(options);
        }

        var database = kind == "sqlite" ? (TestDatabase)Sqlite(fill) : PostgreSql(fill);
        return database.Open<Context>;
    }

    private static void Fill(Context context)
    {
        static DateTime At(int hour, int microseconds = 0) => new DateTime(2024, 1, 31, hour, 0, 0, DateTimeKind.Utc).AddMicroseconds(microseconds);
        context.AddRange(
            new Event { Id = 1, At = At(10, 123456), Details = new Details { At = At(11), Steps = [new Step { At = At(12, 500000) }] } },
            new Event { Id = 2, At = _first, Details = new Details { At = _first, Steps = [new Step { At = _last }, new Step { At = At(0) }] } },
            new Event { Id = 3, At = _last, Details = new Details { At = _last } });
    }

    private static string[] Shown(Func<Context> open)
    {
        static string Text(DateTime time) => $"{time:HH:mm:ss.fffffff} {time.Kind}";
        using var context = open();
        return [.. context.Events.OrderBy(row => row.Id).AsEnumerable().Select(row => $"{row.Id}: {string.Join(", ", row.Details.Steps.Select(step => step.At).Prepend(row.Details.At).Prepend(row.At).Select(Text))}")];
    }

    private async Task<string> BackUpAsync(Func<Context> open)
    {
        await using var context = open();
        return (await Backups.CreateAsync(context)).File!;
    }

    private async Task<RestoreResult> RestoreAsync(Func<Context> open, string file)
    {
        await using var context = open();
        return await Backups.RestoreAsync(context, file, Backups.Options(readBack: false));
    }

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Event> Events => Set<Event>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Event>(row =>
            {
                row.Property(value => value.Id).ValueGeneratedNever();
                row.Property(value => value.At).HasConversion(time => time.ToUniversalTime(), time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
                row.OwnsOne(value => value.Details, details =>
                {
                    details.ToJson();
                    details.Property(value => value.At).HasConversion(time => time.ToUniversalTime(), time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
                    details.OwnsMany(value => value.Steps).Property(step => step.At).HasConversion(time => time.ToUniversalTime(), time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
                });
            });
    }

    internal sealed class Event
    {
        public int Id { get; set; }

        public DateTime At { get; set; }

        public Details Details { get; set; } = new();
    }

    internal sealed class Details
    {
        public DateTime At { get; set; }

        public List<Step> Steps { get; set; } = [];
    }

    internal sealed class Step
    {
        public DateTime At { get; set; }
    }
}
