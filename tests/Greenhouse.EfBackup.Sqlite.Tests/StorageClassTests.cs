using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>SQLite stores any value in any column: what its type would not give back comes back all the same.</summary>
public sealed class StorageClassTests : Specification<SqliteFixture>
{
    private static readonly string[] _anything =
    [
        "NULL", "0", "1", "2", "-1", "5.5", "0.0", "-0.0", "1e300", "9e999", "-9e999", "9007199254740993", "9223372036854775807", "-9223372036854775808", "''", "'text'", "'12'", "'1.50'", "'0x10'", "'true'", "' 1'",
        "x''", "x'00'", "x'ff00fe'", "x'7465787400'", "CAST(x'ff41' AS TEXT)", "CAST(x'c3' AS TEXT)", "CAST(x'eda080' AS TEXT)", "CAST(x'6100620000' AS TEXT)", "char(0)", "'a' || char(0) || 'b'", "'{\"$integer\":1}'",
        "'2024-01-31T10:00:00'", "'2024-01-31 10:00:00.500'", "'2024-01-31 10:00'", "'2024-1-5'", "'31.01.2024'", "'24:00:00'", "'10:00'", "'2024-01-31 10:00:00-00:00'", "'2024-01-31 10:00:00.1230000+02:00'", "'2024-01-31 10:00:00Z'",
        "'1.00:00:00'", "'00:00:00.10'", "'-00:00:00.0000001'", "'P1D'", "1706695200", "2460340.9",
        "'01234567-89ab-cdef-0123-456789abcdef'", "'01234567-89AB-CDEF-0123-456789ABCDEF'", "'{01234567-89AB-CDEF-0123-456789ABCDEF}'", "'0123456789ABCDEF0123456789ABCDEF'", "x'0123456789abcdef0123456789abcdef'",
        "'[1, 2]'", "'{\"a\":1}'", "'{'", "'nul'",
    ];

    [Fact]
    public Task Any_value_in_any_column_comes_back()
        => RoundTripAsync<StorageModel.Context>(fill =>
        {
            var id = 0;
            foreach (var value in _anything)
            {
                var sql = $"INSERT INTO Anything VALUES ({++id}, {string.Join(", ", Enumerable.Repeat(value, StorageModel.Columns))})";
                fill.Database.ExecuteSqlRaw(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            }
        });

    [Fact]
    public Task Keys_of_mixed_storage_classes_come_back_in_a_stable_order()
        => RoundTripAsync<StorageModel.Context>(fill =>
        {
            foreach (var value in _anything.Distinct())
            {
                fill.Database.ExecuteSqlRaw($"INSERT OR IGNORE INTO Keyed VALUES ({value}, 'x')".Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            }
        });
}

internal static class StorageModel
{
    public const int Columns = 17;

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Anything>(entity =>
            {
                entity.ToTable("Anything").Property(row => row.Id).ValueGeneratedNever();
                entity.Property(row => row.AsNumeric).HasColumnType("NUMERIC(10,2)");
                entity.Property(row => row.AsReal).HasColumnType("REAL");
                entity.Property(row => row.AsBlobGuid).HasColumnType("BLOB");
                entity.Property(row => row.AsIntegerDouble).HasColumnType("INTEGER");
                entity.Property(row => row.AsTextDouble).HasColumnType("TEXT");
                entity.OwnsOne(row => row.AsJson).ToJson();
            });
            modelBuilder.Entity<Keyed>(entity =>
            {
                entity.ToTable("Keyed").HasKey(row => row.Key);
                entity.Property(row => row.Key).HasColumnType("BLOB");
            });
        }
    }

    internal sealed class Anything
    {
        public int Id { get; set; }

        public long? AsInteger { get; set; }

        public bool? AsBoolean { get; set; }

        public string? AsText { get; set; }

        public byte[]? AsBlob { get; set; }

        public double? AsDouble { get; set; }

        public float? AsSingle { get; set; }

        public decimal? AsDecimal { get; set; }

        public decimal? AsNumeric { get; set; }

        public decimal? AsReal { get; set; }

        public Guid? AsGuid { get; set; }

        public Guid? AsBlobGuid { get; set; }

        public DateTime? AsMoment { get; set; }

        public DateTimeOffset? AsInstant { get; set; }

        public TimeSpan? AsSpan { get; set; }

        public double? AsIntegerDouble { get; set; }

        public double? AsTextDouble { get; set; }

        public Document? AsJson { get; set; }
    }

    internal sealed class Document
    {
        public int A { get; set; }
    }

    internal sealed class Keyed
    {
        public byte[] Key { get; set; } = [];

        public string? Text { get; set; }
    }
}
