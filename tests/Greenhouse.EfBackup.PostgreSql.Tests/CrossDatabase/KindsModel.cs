using System.ComponentModel.DataAnnotations;
using System.Net;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Every kind of value that both databases have, as EF Core maps it by default on each.</summary>
internal static class KindsModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Row> Rows => Set<Row>();

        public DbSet<Host> Hosts => Set<Host>();

        public DbSet<Document> Documents => Set<Document>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Row>(row =>
            {
                row.Property(r => r.Id).ValueGeneratedNever();
                row.Property(r => r.Price).HasPrecision(12, 2);
                row.Property(r => r.Country).IsFixedLength();
                row.Property(r => r.Day).HasConversion<string>();
                if (Database.IsNpgsql())
                {
                    // The provider's default, which the other tests of this process switch off.
                    row.Property(r => r.Moment).HasColumnType("timestamp with time zone");
                }
            });
            modelBuilder.Entity<Host>().Property(host => host.Id).ValueGeneratedNever();
            modelBuilder.Entity<Document>(document =>
            {
                document.Property(d => d.Id).ValueGeneratedNever();
                document.OwnsOne(d => d.Content, content =>
                {
                    content.ToJson();
                    content.OwnsMany(c => c.Parts);
                });
                document.Property(d => d.Text).HasColumnType(Database.IsNpgsql() ? "jsonb" : "TEXT");
            });
        }
    }

    internal sealed class Row
    {
        public int Id { get; set; }

        public bool? Flag { get; set; }

        public byte? Byte { get; set; }

        public short? Short { get; set; }

        public int? Int { get; set; }

        public uint? UInt { get; set; }

        public long? Long { get; set; }

        public ulong? ULong { get; set; }

        public float? Float { get; set; }

        public double? Double { get; set; }

        public decimal? Decimal { get; set; }

        public decimal? Price { get; set; }

        public char? Char { get; set; }

        public string? Text { get; set; }

        [MaxLength(20)]
        public string? Code { get; set; }

        [MaxLength(2)]
        public string? Country { get; set; }

        public byte[]? Bytes { get; set; }

        public Guid? Guid { get; set; }

        public DateOnly? Date { get; set; }

        public TimeOnly? Time { get; set; }

        /// <summary>Of no zone in SQLite, an instant in PostgreSQL.</summary>
        public DateTime? Moment { get; set; }

        /// <summary>Of no zone in both.</summary>
        public DateTime? Wall { get; set; }

        public DateTimeOffset? Instant { get; set; }

        public TimeSpan? Span { get; set; }

        public DayOfWeek? Enum { get; set; }

        /// <summary>By its name.</summary>
        public DayOfWeek? Day { get; set; }
    }

    /// <summary>With a type that PostgreSQL alone has: its rows go in as text, and not in the binary form.</summary>
    internal sealed class Host
    {
        public int Id { get; set; }

        public IPAddress? Address { get; set; }

        public Uri? Link { get; set; }

        public short Port { get; set; }

        public decimal? Load { get; set; }
    }

    internal sealed class Document
    {
        public int Id { get; set; }

        public Content? Content { get; set; }

        /// <summary>JSON that the application reads itself.</summary>
        public string? Text { get; set; }
    }

    internal sealed class Content
    {
        public string? Title { get; set; }

        public int Number { get; set; }

        public double Ratio { get; set; }

        public List<string> Tags { get; set; } = [];

        public List<Part> Parts { get; set; } = [];
    }

    internal sealed class Part
    {
        public long Size { get; set; }

        public bool? IsWhole { get; set; }
    }

    /// <summary>As many rows as the longest list has values, then one of nulls.</summary>
    public static void Fill(Context context)
    {
        for (var i = 0; i < Awkward.Texts.Length; i++)
        {
            // The driver makes infinity of the first and the last time that .NET has: EndlessTimesTests.
            var moment = Microseconds(At([.. Awkward.Moments.Where(value => value != DateTime.MinValue && value != DateTime.MaxValue), DateTime.MinValue.AddDays(1), DateTime.MaxValue.AddDays(-1)], i));
            context.Add(new Row
            {
                Id = i + 1,
                Flag = i % 2 == 0,
                Byte = At([byte.MinValue, byte.MaxValue], i),
                Short = At([short.MinValue, short.MaxValue], i),
                Int = At([int.MinValue, int.MaxValue], i),
                UInt = At([uint.MinValue, uint.MaxValue], i),
                Long = At(Awkward.Longs, i),
                ULong = At<ulong>([0, 1, long.MaxValue], i),
                // SQLite makes 0 of the negative zero.
                Float = At([.. Awkward.Floats.Where(value => !float.IsNegative(value) || value != 0)], i),
                Double = At([.. Awkward.Doubles.Where(value => !double.IsNegative(value) || value != 0)], i),
                // SQLite keeps no zeros behind a decimal.
                Decimal = At([0m, 1.1m, -1.5m, 0.0000000000000000000000000001m, decimal.MaxValue, decimal.MinValue, 79228162514264337593543950.335m], i),
                Price = At([0m, 1.5m, -0.01m, 9999999999.99m, 100m], i),
                Char = At(['a', '\'', '"', 'ü', '日', '\n', ' '], i),
                Text = Awkward.Texts[i],
                Code = At(["", "twenty characters...", "ünf", "spaces behind       "], i),
                Country = At(["TR", "日本"], i),
                Bytes = At(Awkward.Blobs, i),
                Guid = At(Awkward.Guids, i),
                Date = DateOnly.FromDateTime(moment),
                Time = TimeOnly.FromTimeSpan(moment.TimeOfDay),
                Moment = DateTime.SpecifyKind(moment, DateTimeKind.Utc),
                Wall = moment,
                Instant = new DateTimeOffset(moment, TimeSpan.Zero),
                Span = new TimeSpan(At(Awkward.Spans, i).Ticks / 10 * 10),
                Enum = (DayOfWeek)(i % 9),
                Day = (DayOfWeek)(i % 7),
            });
        }

        context.Add(new Row { Id = 1000 });
        context.AddRange(
            new Host { Id = 1, Address = IPAddress.Parse("192.168.1.5"), Link = new("https://example.org/?q=%C3%BC&x=1"), Port = short.MaxValue, Load = 0.25m },
            new Host { Id = 2, Address = IPAddress.Parse("2001:db8::1"), Port = short.MinValue });
        context.AddRange(
            new Document
            {
                Id = 1,
                Content = new() { Title = "ü \"quoted\" \\ \u0001\u2028 🌱", Number = -5, Ratio = 1e-7, Tags = ["b", "", "a"], Parts = [new() { Size = long.MaxValue, IsWhole = true }, new()] },
                Text = """{"b": [1, 2.50, 1e2, {}], "a": "line\nline", "longer": null}""",
            },
            new Document { Id = 2, Content = new(), Text = "null" },
            new Document { Id = 3, Text = "\"{\\\"$text\\\":1}\"" },
            new Document { Id = 4, Text = null });
    }

    private static T At<T>(T[] values, int index) => values[index % values.Length];

    private static DateTime Microseconds(DateTime moment) => new(moment.Ticks / 10 * 10);
}
