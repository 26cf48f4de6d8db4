using Microsoft.EntityFrameworkCore;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>Beds, their plants and the readings of those: identities, foreign keys, an index beside the key, and a table that can be made large.</summary>
internal static class GardenModel
{
    /// <summary>Notes that the server compresses: large in a backup, small in the table's file.</summary>
    public const int WideNote = 2500;

    private const int Plants = 100;

    /// <summary>Makes the tables and their rows. The counters are set, and not only counted: those would be a little ahead after a crash.</summary>
    /// <param name="readings">How many readings.</param>
    /// <param name="note">How long the note of each is.</param>
    public static void Fill(PostgreSqlTestDatabase database, int readings, int note = 32)
    {
        using (var context = database.Open<Context>())
        {
            context.Database.EnsureCreated();
        }

        database.Execute($"""
            INSERT INTO "Beds" ("Name") SELECT 'bed ' || g FROM generate_series(1, 10) g;
            INSERT INTO "Labels" ("Text") SELECT 'label ' || g FROM generate_series(1, 20) g;
            INSERT INTO "Plants" ("BedId", "Name") SELECT g % 10 + 1, 'plant ' || g FROM generate_series(1, {Plants}) g;
            INSERT INTO "Readings" ("PlantId", "Note") SELECT g % {Plants} + 1, rpad(md5(g::text), {note}, 'x') FROM generate_series(1, {readings}) g;
            SELECT setval(format('%I', sequencename)::regclass, last_value) FROM pg_sequences;
            ANALYZE
            """);
    }

    /// <summary>The context of a connection string of the test's own.</summary>
    public static Context Open(string connectionString, Action<NpgsqlDbContextOptionsBuilder>? npgsql = null)
        => new(new DbContextOptionsBuilder<Context>().UseNpgsql(connectionString, npgsql).Options);

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Bed> Beds => Set<Bed>();

        public DbSet<Label> Labels => Set<Label>();

        public DbSet<Plant> Plants => Set<Plant>();

        public DbSet<Reading> Readings => Set<Reading>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Plant>().HasOne<Bed>().WithMany().HasForeignKey(plant => plant.BedId);
            modelBuilder.Entity<Reading>().HasOne<Plant>().WithMany().HasForeignKey(reading => reading.PlantId);
        }
    }

    internal sealed class Bed
    {
        public int Id { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Label
    {
        public int Id { get; set; }

        public string? Text { get; set; }
    }

    internal sealed class Plant
    {
        public int Id { get; set; }

        public int BedId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Reading
    {
        public long Id { get; set; }

        public int PlantId { get; set; }

        public string? Note { get; set; }
    }
}
