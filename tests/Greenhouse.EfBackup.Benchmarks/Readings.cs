using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Benchmarks;

public class Customer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string? City { get; set; }
}

public class Reading
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    /// <summary>Tracked rows have it, and the loop's file would hold each customer once a reading.</summary>
    [JsonIgnore]
    public Customer Customer { get; set; } = null!;

    public DateTime TakenAt { get; set; }

    public double Temperature { get; set; }

    public double? Humidity { get; set; }

    public string? Note { get; set; }

    public int Flags { get; set; }
}

/// <summary>200,000 customers and 3,000,000 readings: integers, timestamps, doubles, text, nulls, one foreign key, one index beside the primary key.</summary>
public abstract class ReadingsContext : DbContext
{
    public const int Customers = 200_000;

    public const int Readings = 3_000_000;

    public DbSet<Customer> CustomerSet => Set<Customer>();

    public DbSet<Reading> ReadingSet => Set<Reading>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Customer>().ToTable("Customers");
        modelBuilder.Entity<Customer>().Property(row => row.Name).HasBackupMask("name");
        modelBuilder.Entity<Customer>().Property(row => row.City).HasBackupMask("keep");
        modelBuilder.Entity<Reading>().ToTable("Readings");
        modelBuilder.Entity<Reading>().Property(row => row.Note).HasBackupMask("text");
    }
}
