using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Documents with values of all types that EF Core's providers spell differently inside of JSON.</summary>
internal static class LeavesModel
{
    public static void Fill(Context context)
        => context.AddRange(
            new Holder { Id = 1, Content = Leaves(1.50m, "2024-02-29", "2024-02-29T23:59:59.123456", TimeSpan.FromTicks(1_234_567_890), [0, 255]) },
            new Holder { Id = 2, Content = Leaves(-79228162514264337593543950335m, "0001-01-01", "0001-01-01T00:00:00", new TimeSpan(-3, 4, 5, 6), []) },
            new Holder { Id = 3, Content = Leaves(0.0000000000000000000000000001m, "9999-12-31", "9999-12-31T23:59:59", new TimeSpan(40, 0, 0, 0), [0xAB, 0xCD]) },
            new Holder { Id = 4, Content = new() });

    /// <summary>What an application sees, times without their zone.</summary>
    public static string[] Shown(Context context) => [.. context.Holders.OrderBy(row => row.Id).AsEnumerable().Select(row => $"{row.Id}: {Shown(row.Content)}")];

    private static Content Leaves(decimal number, string day, string moment, TimeSpan span, byte[] bytes)
    {
        var (date, at) = (DateOnly.Parse(day, Invariant), DateTime.SpecifyKind(DateTime.Parse(moment, Invariant), DateTimeKind.Utc));
        var leaf = new Leaf
        {
            Number = number,
            Price = new Money(number / 2),
            Bytes = bytes,
            Serial = new Guid("0A1b2c3d-4e5f-6789-abcd-ef0123456789"),
            Day = date,
            Time = TimeOnly.FromDateTime(at),
            At = at,
            Instant = new DateTimeOffset(at, TimeSpan.Zero),
            Span = span,
            Maybe = number,
            Text = "1.50",
        };
        return new Content { Title = "x", Leaf = leaf, Leaves = [leaf.Copy(), new()], Numbers = [number, 0], Days = [date], Moments = [at], Ids = [Guid.Empty] };
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private static string Shown(Content content)
        => FormattableString.Invariant(
            $"{content.Title} {Shown(content.Leaf)} ({string.Join("; ", content.Leaves.Select(Shown))}) {string.Join(",", content.Numbers.Select(Shown))} {string.Join(",", content.Days.Select(day => $"{day:O}"))} {string.Join(",", content.Moments.Select(at => $"{at.Ticks}"))} {string.Join(",", content.Ids)}");

    private static string Shown(Leaf? leaf)
        => leaf is null ? "none" : FormattableString.Invariant(
            $"{Shown(leaf.Number)} {Shown(leaf.Price.Amount)} {Convert.ToHexString(leaf.Bytes)} {leaf.Serial} {leaf.Day:O} {leaf.Time:O} {leaf.At.Ticks} {leaf.Instant:O} {leaf.Span:c} {(leaf.Maybe is { } maybe ? Shown(maybe) : "null")} {leaf.Text}");

    /// <summary>Without zeros at the end, which not every provider writes.</summary>
    private static string Shown(decimal number) => number.ToString("0.############################", Invariant);

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Holder> Holders => Set<Holder>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Holder>(holder =>
            {
                holder.Property(row => row.Id).ValueGeneratedNever();
                holder.OwnsOne(row => row.Content, content =>
                {
                    content.ToJson();
                    content.OwnsOne(value => value.Leaf, Leaf);
                    content.OwnsMany(value => value.Leaves, Leaf);
                });
            });

        private static void Leaf<TOwner>(Microsoft.EntityFrameworkCore.Metadata.Builders.OwnedNavigationBuilder<TOwner, Leaf> leaf)
            where TOwner : class
        {
            leaf.Property(value => value.Price).HasConversion(money => money.Amount, amount => new Money(amount)).HasJsonPropertyName("cost");
            leaf.HasJsonPropertyName(leaf.Metadata.IsUnique ? "one" : "more");
        }
    }

    internal sealed class Holder
    {
        public int Id { get; set; }

        public Content Content { get; set; } = new();
    }

    internal sealed class Content
    {
        public string? Title { get; set; }

        public Leaf? Leaf { get; set; }

        public List<Leaf> Leaves { get; set; } = [];

        public List<decimal> Numbers { get; set; } = [];

        public List<DateOnly> Days { get; set; } = [];

        public List<DateTime> Moments { get; set; } = [];

        public List<Guid> Ids { get; set; } = [];
    }

    internal sealed class Leaf
    {
        public decimal Number { get; set; }

        public Money Price { get; set; }

        public byte[] Bytes { get; set; } = [];

        public Guid Serial { get; set; }

        public DateOnly Day { get; set; }

        public TimeOnly Time { get; set; }

        public DateTime At { get; set; } = DateTime.SpecifyKind(default, DateTimeKind.Utc);

        public DateTimeOffset Instant { get; set; }

        public TimeSpan Span { get; set; }

        public decimal? Maybe { get; set; }

        /// <summary>Looks like a number, and is none.</summary>
        public string Text { get; set; } = "";

        public Leaf Copy() => (Leaf)MemberwiseClone();
    }

    internal readonly record struct Money(decimal Amount);
}
