using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Lists of plain values: arrays in PostgreSQL, JSON elsewhere.</summary>
internal static class ListsModel
{
    public static void Fill(Context context)
        => context.AddRange(
            new Row
            {
                Id = 1,
                Texts = ["", "plain", "NULL", "null", "a,b", "{c}", "\"quoted\" \\ back", " space ", "日本\n\t", "1.50"],
                Some = [null, "", "null"],
                Numbers = [0, int.MinValue, int.MaxValue],
                Longs = [long.MinValue, long.MaxValue],
                Maybe = [1, null],
                Flags = [true, false],
                Doubles = [0, -0.0, 1.5, 1e15, 123456789012345.6, 1e14, 0.0001, 0.00001, double.MaxValue, double.Epsilon, -1.7976931348623157E+308, 1.0 / 3],
                Singles = [0, 1e6f, 999999, 1234567, 0.0001f, 0.00001f, float.MaxValue, float.Epsilon],
                // With the zeros that SQLite's provider writes.
                Decimals = [1.5m, -79228162514264337593543950335m, 0.0000000000000000000000000001m, 0.0m],
                Prices = [1.5m, 12.34m, -0.01m],
                Ids = [new Guid("0A1b2c3d-4e5f-6789-abcd-ef0123456789"), Guid.Empty],
                Days = [new DateOnly(2024, 2, 29), DateOnly.MinValue, DateOnly.MaxValue],
                Times = [new TimeOnly(23, 59, 59, 123, 456), default],
                Moments = [At("2024-02-29T23:59:59.123456"), At("0044-03-15T12:00:00"), At("9999-12-31T23:59:59")],
                Walls = [DateTime.SpecifyKind(At("2024-02-29T23:59:59.1"), DateTimeKind.Unspecified)],
                Instants = [new DateTimeOffset(At("2024-02-29T23:59:59.000001"))],
                Spans = [TimeSpan.Zero, new TimeSpan(1, 0, 0, 0), new TimeSpan(-3, -4, -5, -6, -7), new TimeSpan(0, 23, 59, 59), new TimeSpan(40, 1, 2, 3, 4), new TimeSpan(-1, 0, 0, 0)],
                Blobs = [[], [0, 0xAB, 0xFF]],
                Weekdays = [DayOfWeek.Sunday, DayOfWeek.Friday],
                Weights = [new Weight(2.5m), new Weight(0.0m)],
                Letters = ['a', '"', ','],
            },
            new Row { Id = 2 });

    /// <summary>What an application sees, times without their zone, decimals without zeros at the end.</summary>
    public static string[] Shown(Context context)
        => [.. context.Rows.OrderBy(row => row.Id).AsEnumerable().SelectMany(row => context.Entry(row).Properties.Select(property => $"{row.Id} {property.Metadata.Name}: {Shown(property.CurrentValue)}"))];

    private static DateTime At(string text) => DateTime.SpecifyKind(DateTime.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc);

    private static string Shown(object? value)
        => value switch
        {
            null => "null",
            string text => $"'{text}'",
            byte[] bytes => Convert.ToHexString(bytes),
            DateTime moment => $"{moment.Ticks}",
            decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
            Weight weight => Shown(weight.Kilograms),
            System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Shown))}]",
            IFormattable other => other.ToString(value is double or float ? "R" : null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Row> Rows => Set<Row>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Row>(row =>
            {
                row.Property(value => value.Id).ValueGeneratedNever();
                row.PrimitiveCollection(value => value.Weights).ElementType().HasConversion<WeightConverter>();
                if (Database.ProviderName == "Npgsql.EntityFrameworkCore.PostgreSQL")
                {
                    row.Property(value => value.Prices).HasColumnType("numeric(12,2)[]");
                    row.Property(value => value.Walls).HasColumnType("timestamp without time zone[]");
                }
            });
    }

    internal sealed class Row
    {
        public int Id { get; set; }

        public List<string> Texts { get; set; } = [];

        public List<string?> Some { get; set; } = [];

        public int[] Numbers { get; set; } = [];

        public List<long> Longs { get; set; } = [];

        public List<int?>? Maybe { get; set; }

        public List<bool> Flags { get; set; } = [];

        public List<double> Doubles { get; set; } = [];

        public List<float> Singles { get; set; } = [];

        public List<decimal> Decimals { get; set; } = [];

        public List<decimal> Prices { get; set; } = [];

        public List<Guid> Ids { get; set; } = [];

        public List<DateOnly> Days { get; set; } = [];

        public List<TimeOnly> Times { get; set; } = [];

        public List<DateTime> Moments { get; set; } = [];

        public List<DateTime> Walls { get; set; } = [];

        public List<DateTimeOffset> Instants { get; set; } = [];

        public List<TimeSpan> Spans { get; set; } = [];

        public List<byte[]> Blobs { get; set; } = [];

        public List<DayOfWeek> Weekdays { get; set; } = [];

        public List<Weight> Weights { get; set; } = [];

        public List<char> Letters { get; set; } = [];
    }

    internal readonly record struct Weight(decimal Kilograms);

    private sealed class WeightConverter() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<Weight, decimal>(weight => weight.Kilograms, number => new Weight(number));
}
