using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>
/// create beside <c>sqlite3 .dump</c>, restore beside <c>sqlite3 &lt; dump</c>: whole processes on the same 3.2 million rows, in turn. Both sides of a
/// restore start from the same empty tables with their indexes and foreign keys, in the journal mode that EF Core gives a database (WAL) and with
/// full synchronisation; the peer loads in one transaction. Ours includes the full check of the file, of every foreign key and count.
/// </summary>
internal static class SqliteBenchmark
{
    public static void Run(int runs)
    {
        var folder = Directory.CreateTempSubdirectory("efbackup-benchmark-").FullName;
        try
        {
            Run(folder, runs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string folder, int runs)
    {
        var (full, empty, target, dump, load) = (At(folder, "full.db"), At(folder, "empty.db"), At(folder, "target.db"), At(folder, "dump.sql"), At(folder, "load.sql"));
        ReadingsContext.Create(empty, filled: false);
        ReadingsContext.Create(full, filled: true);
        // The dump of the rows alone leaves out the transaction that a whole dump has.
        File.WriteAllText(load, "BEGIN;\n");
        Measured.Run("sqlite3", [full, ".dump --data-only"], outputFile: dump);
        using (var target2 = new FileStream(load, FileMode.Append))
        {
            using var rows = File.OpenRead(dump);
            rows.CopyTo(target2);
            target2.Write("COMMIT;\n"u8);
        }

        var creates = new List<(double, double)>();
        var restores = new List<(double, double)>();
        for (var run = 0; run <= runs; run++)
        {
            var backups = At(folder, $"backups{run}");
            Environment.SetEnvironmentVariable(ReadingsContext.Variable, full);
            var create = (Ours("create", "--output", backups), Measured.Run("sqlite3", [full, ".dump"], outputFile: dump));

            var backup = Directory.GetFiles(backups, "backup-*.json").Single();
            Environment.SetEnvironmentVariable(ReadingsContext.Variable, target);
            Renew(empty, target);
            var ours = Ours("restore", backup, "--yes", "--output", backups);
            RequireEqual(full, target);
            Renew(empty, target);
            var peer = Measured.Run("sqlite3", [target], inputFile: load);
            RequireEqual(full, target);
            Directory.Delete(backups, recursive: true);

            // The first is the warm-up of the file cache.
            if (run > 0)
            {
                creates.Add(create);
                restores.Add((ours, peer));
            }
        }

        Measured.Report("create / sqlite3 .dump", creates, atMost: 0.6);
        Measured.Report("restore / sqlite3 < dump", restores, atMost: 0.5);
        Console.WriteLine($"peak memory of any process {Measured.PeakMegabytes():0} MB");
    }

    private static double Ours(params string[] arguments)
        => Measured.Run("dotnet", ["exec", Repository.Tool, .. arguments, "--assembly", typeof(SqliteBenchmark).Assembly.Location]);

    private static string At(string folder, string name) => Path.Combine(folder, name);

    private static void Renew(string empty, string target)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            File.Delete(target + suffix);
        }

        File.Copy(empty, target);
    }

    /// <summary>A load that did not do its work is no result.</summary>
    private static void RequireEqual(string full, string target)
    {
        if (Sums(full) != Sums(target))
        {
            throw new InvalidOperationException("The loaded rows are not those of the source.");
        }
    }

    private static string Sums(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) || ':' || sum(length(Name)) FROM Customers) || ':' || count(*) || ':' || sum(CustomerId) || ':' || total(Temperature) || ':' || total(Humidity) || ':' || sum(length(Note)) || ':' || max(TakenAt) FROM Readings";
        return (string)command.ExecuteScalar()!;
    }
}
