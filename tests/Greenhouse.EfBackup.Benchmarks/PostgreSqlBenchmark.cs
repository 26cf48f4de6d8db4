using System.Globalization;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>
/// create beside <c>pg_dump</c>, restore beside <c>pg_restore</c>: whole processes against one server, in turn. Restores start from the same empty tables
/// with all their indexes and keys. Ours includes the full check of the file and of every foreign key; the peer checks foreign keys row by row, or
/// not at all with <c>--disable-triggers</c>.
/// </summary>
internal static class PostgreSqlBenchmark
{
    private const double CreateCompressed = 0.35;
    private const double CreatePlain = 1.2;
    private const double Restore = 0.4;
    private const double RestoreUnchecked = 0.9;

    public static void Run(int runs)
    {
        using var lab = new PostgreSqlLab();
        Console.WriteLine(lab.Describe());
        foreach (var set in new[] { PostgreSqlSet.Readings, PostgreSqlSet.Events })
        {
            Console.WriteLine($"\n{set.Title}");
            lab.Create(set);
            Creates(lab, set, runs);
            Restores(lab, set, runs);
        }
    }

    private static void Creates(PostgreSqlLab lab, PostgreSqlSet set, int runs)
    {
        var sizes = new Dictionary<string, long>();
        var rounds = Rounds(
            runs,
            ("brotli", () => Create(lab, set, sizes, "brotli")),
            ("gzip", () => Create(lab, set, sizes, "gzip")),
            ("-Fc", () => Dump(lab, sizes, "-Fc")),
            ("plain", () => Create(lab, set, sizes, "none")),
            ("-Fp", () => Dump(lab, sizes, "-Fp")));

        Measured.Report("create brotli / pg_dump -Fc", Pairs(rounds, "brotli", "-Fc"), CreateCompressed);
        Measured.Report("create gzip / pg_dump -Fc", Pairs(rounds, "gzip", "-Fc"), CreateCompressed);
        Measured.Report("create plain / pg_dump -Fp", Pairs(rounds, "plain", "-Fp"), CreatePlain);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"size of the files: {string.Join(", ", sizes.Select(size => $"{size.Key} {size.Value / 1e6:0.0} MB ({(double)size.Value / sizes["-Fc"]:0.00} of -Fc)"))}"));
    }

    private static void Restores(PostgreSqlLab lab, PostgreSqlSet set, int runs)
    {
        var expected = lab.Sums(PostgreSqlLab.Source, set);
        var (brotli, gzip, dump) = (Backup(lab, set, "brotli"), Backup(lab, set, "gzip"), lab.At("restore.dump"));
        lab.Peer(PostgreSqlLab.Source, "pg_dump", "--data-only", "-Fc", "-f", dump);
        var rounds = Rounds(
            runs,
            ("brotli", () => Load(() => lab.Ours(set, PostgreSqlLab.Target, "restore", brotli, "--yes", "--output", lab.At("safety")))),
            ("gzip", () => Load(() => lab.Ours(set, PostgreSqlLab.Target, "restore", gzip, "--yes", "--output", lab.At("safety")))),
            ("pg_restore", () => Load(() => lab.Peer(PostgreSqlLab.Target, "pg_restore", "--data-only", "-d", PostgreSqlLab.Target, dump))),
            ("unchecked", () => Load(() => lab.Peer(PostgreSqlLab.Target, "pg_restore", "--data-only", "--disable-triggers", "-d", PostgreSqlLab.Target, dump))));

        foreach (var compression in new[] { "brotli", "gzip" })
        {
            Measured.Report($"restore {compression} / pg_restore", Pairs(rounds, compression, "pg_restore"), Restore);
            Measured.Report($"restore {compression} / pg_restore --disable-triggers", Pairs(rounds, compression, "unchecked"), RestoreUnchecked);
        }

        double Load(Func<double> load)
        {
            lab.Empty(set);
            var seconds = load();
            // A load that did not do its work is no result.
            return lab.Sums(PostgreSqlLab.Target, set) == expected ? seconds : throw new InvalidOperationException("The loaded rows are not those of the source.");
        }
    }

    /// <summary>All of them in turn; the first round warms up and does not count.</summary>
    private static Dictionary<string, double>[] Rounds(int runs, params (string Name, Func<double> Measure)[] measures)
        => [.. Enumerable.Range(0, runs + 1).Select(_ => measures.ToDictionary(measure => measure.Name, measure => measure.Measure())).ToArray().Skip(1)];

    private static (double, double)[] Pairs(Dictionary<string, double>[] rounds, string ours, string peer)
        => [.. rounds.Select(round => (round[ours], round[peer]))];

    /// <summary>Into a new file, which is gone afterwards: so does the peer.</summary>
    private static double Create(PostgreSqlLab lab, PostgreSqlSet set, Dictionary<string, long> sizes, string compression)
    {
        var folder = lab.At("backups");
        var seconds = lab.Ours(set, PostgreSqlLab.Source, "create", "--compress", compression, "--output", folder);
        sizes[compression] = new FileInfo(FileIn(folder)).Length;
        Directory.Delete(folder, recursive: true);
        return seconds;
    }

    private static double Dump(PostgreSqlLab lab, Dictionary<string, long> sizes, string format)
    {
        var file = lab.At("dump");
        var seconds = lab.Peer(PostgreSqlLab.Source, "pg_dump", "--data-only", format, "-f", file);
        sizes[format] = new FileInfo(file).Length;
        File.Delete(file);
        return seconds;
    }

    private static string Backup(PostgreSqlLab lab, PostgreSqlSet set, string compression)
    {
        var folder = lab.At($"{set.Context}-{compression}");
        lab.Ours(set, PostgreSqlLab.Source, "create", "--compress", compression, "--output", folder);
        return FileIn(folder);
    }

    private static string FileIn(string folder) => Directory.GetFiles(folder, "backup-*").Single();
}
