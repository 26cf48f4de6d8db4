namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>How much memory our processes take, beside what they take for ten times the rows; Linux only. Not timed: they are watched closely.</summary>
internal static class PostgreSqlMemory
{
    private const int AtMost = 200;

    public static void Run()
    {
        using var lab = new PostgreSqlLab(("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off"));
        foreach (var set in new[] { PostgreSqlSet.Readings, PostgreSqlSet.Events })
        {
            foreach (var times in new[] { 1, 10 })
            {
                Console.WriteLine($"\n{times} times {set.Title}; at most {AtMost} MB");
                lab.Create(set, times);
                foreach (var compression in new[] { "none", "gzip", "brotli" })
                {
                    Measure(lab, set, compression);
                }
            }
        }
    }

    private static void Measure(PostgreSqlLab lab, PostgreSqlSet set, string compression)
    {
        var folder = lab.At("backups");
        var create = lab.OursMemory(set, PostgreSqlLab.Source, "create", "--compress", compression, "--output", folder);
        lab.Empty(set);
        var restore = lab.OursMemory(set, PostgreSqlLab.Target, "restore", Directory.GetFiles(folder, "backup-*").Single(), "--yes", "--no-safety-backup", "--output", folder);
        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"{compression,-8} create {create}; restore {restore}");
    }
}
