using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Specification;

/// <summary>An application whose rows are written by hand: generated keys, defaults, a cycle, lists, documents, enumerations, a hierarchy.</summary>
internal static class GardenModel
{
    internal enum Kind
    {
        Temperature = 1,
        Humidity = 2,
    }

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<House> Houses => Set<House>();

        public DbSet<Sensor> Sensors => Set<Sensor>();

        public DbSet<Bed> Beds => Set<Bed>();

        public DbSet<Plant> Plants => Set<Plant>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<House>(house =>
            {
                house.HasIndex(row => row.Name).IsUnique();
                house.Property(row => row.Area).HasPrecision(10, 2);
                house.Property(row => row.State).HasDefaultValue("planned");
                house.HasOne(row => row.Main).WithMany().HasForeignKey(row => row.MainId);
            });
            modelBuilder.Entity<Sensor>(sensor =>
            {
                sensor.HasOne<House>().WithMany().HasForeignKey(row => row.HouseId);
                sensor.OwnsOne(row => row.Limits, limits => limits.ToJson());
            });
            modelBuilder.Entity<Bed>().HasOne<Bed>().WithMany().HasForeignKey(row => row.InsideId);
            modelBuilder.Entity<Tree>();
        }
    }

    internal sealed class House
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public DateOnly? BuiltOn { get; set; }

        public decimal Area { get; set; }

        public string State { get; set; } = "";

        public Guid? MainId { get; set; }

        public Sensor? Main { get; set; }
    }

    internal sealed class Sensor
    {
        public Guid Id { get; set; }

        public int HouseId { get; set; }

        public Kind Kind { get; set; }

        public DateTime InstalledAt { get; set; }

        public List<string> Tags { get; set; } = [];

        public TimeSpan? Every { get; set; }

        public byte[]? Secret { get; set; }

        public Limits? Limits { get; set; }
    }

    internal sealed class Limits
    {
        public double Lowest { get; set; }

        public string? Unit { get; set; }
    }

    /// <summary>Beds lie in beds; a row has nothing but its values to be found by.</summary>
    internal sealed class Bed
    {
        public int Id { get; set; }

        public int? InsideId { get; set; }

        public string Label { get; set; } = "";
    }

    internal class Plant
    {
        public int Id { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Tree : Plant
    {
        public double? Height { get; set; }
    }
}
