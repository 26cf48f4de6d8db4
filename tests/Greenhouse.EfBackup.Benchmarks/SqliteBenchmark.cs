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
        var (full, empty, target) = (At(folder, "full.db"), At(folder, "empty.db"), At(folder, "target.db"));
        var (dump, load, backups) = (At(folder, "dump.sql"), At(folder, "load.sql"), At(folder, "backups"));
        SqliteReadingsContext.Create(empty, filled: false);
        SqliteReadingsContext.Create(full, filled: true);
        // The dump of the rows alone leaves out the transaction that a whole dump has.
        File.WriteAllText(load, "BEGIN;\n");
        Measured.Run("sqlite3", [full, ".dump --data-only"], outputFile: dump);
        using (var script = new FileStream(load, FileMode.Append))
        {
            using var rows = File.OpenRead(dump);
            rows.CopyTo(script);
            script.Write("COMMIT;\n"u8);
        }

        File.Delete(dump);

        var creates = Pairs(runs, () => Create(full, backups), () => Dump(full, dump));
        Environment.SetEnvironmentVariable(SqliteReadingsContext.Variable, full);
        Ours("create", "--output", backups);
        var backup = Directory.GetFiles(backups, "backup-*.json").Single();
        var restores = Pairs(
            runs,
            () => Load(full, empty, target, () => Ours("restore", backup, "--yes", "--output", backups)),
            () => Load(full, empty, target, () => Measured.Run("sqlite3", [target], inputFile: load)));

        Measured.Report("create / sqlite3 .dump", creates, atMost: 0.6);
        Measured.Report("restore / sqlite3 < dump", restores, atMost: 0.5);
        Console.WriteLine($"peak memory of any process {Measured.PeakMegabytes():0} MB");
    }

    /// <summary>The two in turn; the first pair warms up and does not count.</summary>
    private static List<(double, double)> Pairs(int runs, Func<double> ours, Func<double> peer)
        => [.. Enumerable.Range(0, runs + 1).Select(_ => (ours(), peer())).ToArray().Skip(1)];

    /// <summary>Into a new file, which is gone afterwards: so does the peer.</summary>
    private static double Create(string full, string backups)
    {
        Environment.SetEnvironmentVariable(SqliteReadingsContext.Variable, full);
        var seconds = Ours("create", "--output", backups);
        Directory.Delete(backups, recursive: true);
        return seconds;
    }

    private static double Dump(string full, string dump)
    {
        var seconds = Measured.Run("sqlite3", [full, ".dump"], outputFile: dump);
        File.Delete(dump);
        return seconds;
    }

    /// <summary>A load that did not do its work is no result.</summary>
    private static double Load(string full, string empty, string target, Func<double> load)
    {
        Environment.SetEnvironmentVariable(SqliteReadingsContext.Variable, target);
        Renew(empty, target);
        var seconds = load();
        return Sums(full) == Sums(target) ? seconds : throw new InvalidOperationException("The loaded rows are not those of the source.");
    }

    private static double Ours(params string[] arguments)
        => Measured.Run("dotnet", ["exec", Repository.Tool, .. arguments, "--assembly", typeof(SqliteBenchmark).Assembly.Location, "--context", nameof(SqliteReadingsContext)]);

    private static string At(string folder, string name) => Path.Combine(folder, name);

    private static void Renew(string empty, string target)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            File.Delete(target + suffix);
        }

        File.Copy(empty, target);
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
