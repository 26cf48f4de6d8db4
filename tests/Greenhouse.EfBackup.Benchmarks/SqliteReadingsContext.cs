using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>The readings in a SQLite file.</summary>
public sealed class SqliteReadingsContext : ReadingsContext
{
    /// <summary>The variable that names the database file.</summary>
    public const string Variable = "EFBACKUP_BENCHMARK_DB";

    /// <summary>Makes an empty database, and fills it where asked to.</summary>
    public static void Create(string file, bool filled)
    {
        Environment.SetEnvironmentVariable(Variable, file);
        using (var context = new SqliteReadingsContext())
        {
            context.Database.EnsureCreated();
        }

        if (filled)
        {
            Fill(file);
        }

        SqliteConnection.ClearAllPools();
    }

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
        => optionsBuilder.UseSqlite($"Data Source={Environment.GetEnvironmentVariable(Variable)}");

    private static void Fill(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        // The readings of the customers come in turn, as measurements do.
        command.CommandText = $"""
            BEGIN;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Customers})
            INSERT INTO Customers (Id, Name, City) SELECT i, 'Customer ' || i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'City ' || (i % 100) END FROM n;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Readings})
            INSERT INTO Readings (Id, CustomerId, TakenAt, Temperature, Humidity, Note, Flags)
            SELECT i, i % {Customers} + 1, strftime('%Y-%m-%d %H:%M:%S', 1600000000 + i * 13, 'unixepoch') || '.' || (101 + i % 9 * 100),
                   (i * 37 % 4000) / 100.0 + 0.1, CASE WHEN i % 4 = 0 THEN NULL ELSE (i * 91 % 10000) / 100.0 END,
                   CASE WHEN i % 5 = 0 THEN 'note "' || i || '" ok' END, i % 7 FROM n;
            COMMIT;
            """;
        command.ExecuteNonQuery();
    }
}
