using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>The readings in a PostgreSQL database.</summary>
public sealed class PostgreSqlReadingsContext : ReadingsContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(EventsContext.Connection);
}

public class LoggedEvent
{
    public Guid Id { get; set; }

    public DateTime OccurredAt { get; set; }

    public string Kind { get; set; } = "";

    public int Version { get; set; }

    public decimal Amount { get; set; }

    public string? Note { get; set; }

    public string Payload { get; set; } = "";
}

/// <summary>1,000,000 events whose key is a random uuid: the order of the keys is none in which the rows lie.</summary>
public sealed class EventsContext : DbContext
{
    /// <summary>The variable that holds the connection string.</summary>
    public const string Variable = "EFBACKUP_BENCHMARK_CONNECTION";

    public const int Events = 1_000_000;

    public DbSet<LoggedEvent> EventSet => Set<LoggedEvent>();

    internal static string? Connection => Environment.GetEnvironmentVariable(Variable);

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(Connection);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
        => modelBuilder.Entity<LoggedEvent>(entity =>
        {
            entity.ToTable("Events").HasIndex(row => row.OccurredAt);
            entity.Property(row => row.Amount).HasPrecision(12, 2);
            entity.Property(row => row.Payload).HasColumnType("jsonb");
        });
}
