namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>
/// Data as a file, on 3.2 million rows: a merge of a backup from which one row in a hundred differs beside replacing by it, a subset of one customer in a hundred
/// with all that belongs to it beside a database that has nothing else, masked beside plain, and the loop that applications write themselves beside create and restore.
/// Whole processes, in turn; inside of an application, the work alone.
/// </summary>
internal static class DataBenchmark
{
    private const double MergeReplace = 1;
    private const double SubsetAlone = 2;
    private const double MaskedPlain = 1.3;
    private const double OursLoop = 0.1;

    public static void Run(IDataLab lab, int runs)
    {
        Console.WriteLine(lab.Title);
        var backup = Backup(lab);
        var merges = Pairs(
            runs,
            () => Into(lab, changed: true, () => lab.Ours(target: true, "restore", backup, "--yes", "--mode", "merge", "--no-safety-backup")),
            () => Into(lab, changed: true, () => lab.Ours(target: true, "restore", backup, "--yes", "--no-safety-backup")));
        Measured.Report("merge of 1% / replace", merges, MergeReplace);
        lab.Renew(changed: false);
        lab.Ours(target: true, "restore", Backup(lab, _subset), "--yes", "--no-safety-backup");
        Measured.Report("subset of 1% / a database of it alone", Pairs(runs, () => Create(lab, target: false, _subset), () => Create(lab, target: true)), SubsetAlone);
        Measured.Report("create masked / plain", Pairs(runs, () => Create(lab, target: false, "--require-masking"), () => Create(lab, target: false)), MaskedPlain);

        Loops(lab, runs, backup);
        Console.WriteLine($"peak memory of any process {Measured.PeakMegabytes():0} MB");
    }

    /// <summary>The tool beside whole processes, and the library beside the loop's work alone.</summary>
    private static void Loops(IDataLab lab, int runs, string backup)
    {
        var (json, ours) = (Path.Combine(lab.Folder, "loop.json"), Path.Combine(lab.Folder, "code.json"));
        double Plain() => Create(lab, target: false);
        double Code() => New(ours, () => lab.Loop(target: false, DataLoop.Backup, ours).Work);
        LoopTime Load(string verb, string file) => Into(lab, changed: false, () => lab.Loop(target: true, verb, file));

        Measured.Report("create / AsNoTracking, ToListAsync, serialize", Pairs(runs, Plain, () => lab.Loop(target: false, DataLoop.SaveUntracked, json).Process), OursLoop);
        Measured.Report("create / ToListAsync, JsonSerializer", Pairs(runs, Plain, () => lab.Loop(target: false, DataLoop.Save, json).Process), OursLoop);
        Measured.Report("BackupAsync / AsNoTracking, ToListAsync, ...", Pairs(runs, Code, () => lab.Loop(target: false, DataLoop.SaveUntracked, json).Work), OursLoop);
        Measured.Report("BackupAsync / ToListAsync, JsonSerializer", Pairs(runs, Code, () => lab.Loop(target: false, DataLoop.Save, json).Work), OursLoop);
        Measured.Report(
            "restore / AddRange, SaveChanges",
            Pairs(runs, () => Into(lab, changed: false, () => lab.Ours(target: true, "restore", backup, "--yes", "--no-safety-backup")), () => Load(DataLoop.Load, json).Process),
            OursLoop);
        Measured.Report("RestoreAsync / AddRange, SaveChanges", Pairs(runs, () => Load(DataLoop.Restore, backup).Work, () => Load(DataLoop.Load, json).Work), OursLoop);
    }

    private static readonly string[] _subset = ["--where", $"Customers=\"Id\" <= {ReadingsContext.Customers / 100}", "--and-dependents"];

    /// <summary>The two in turn; the first pair warms up and does not count.</summary>
    private static List<(double, double)> Pairs(int runs, Func<double> ours, Func<double> peer)
        => [.. Enumerable.Range(0, runs + 1).Select(_ => (ours(), peer())).ToArray().Skip(1)];

    private static T Into<T>(IDataLab lab, bool changed, Func<T> load)
    {
        lab.Renew(changed);
        var seconds = load();
        // A load that did not do its work is no result.
        return lab.IsSame() ? seconds : throw new InvalidOperationException("The loaded rows are not those of the source.");
    }

    /// <summary>The library takes no file that is there.</summary>
    private static double New(string file, Func<double> write)
    {
        File.Delete(file);
        return write();
    }

    /// <summary>Into a new file, which is gone afterwards.</summary>
    private static double Create(IDataLab lab, bool target, params string[] arguments)
    {
        var folder = Path.Combine(lab.Folder, "created");
        var seconds = lab.Ours(target, ["create", "--output", folder, .. arguments]);
        Directory.Delete(folder, recursive: true);
        return seconds;
    }

    /// <summary>A file that stays.</summary>
    private static string Backup(IDataLab lab, params string[] arguments)
    {
        var folder = Path.Combine(lab.Folder, $"backups{arguments.Length}");
        lab.Ours(target: false, ["create", "--output", folder, .. arguments]);
        return Directory.GetFiles(folder, "backup-*.json").Single();
    }
}

/// <summary>Two databases of one kind with the readings: a source, and a target that becomes what a measurement needs.</summary>
internal interface IDataLab : IDisposable
{
    string Title { get; }

    string Folder { get; }

    /// <summary>The target is emptied, or becomes the source with one reading in a hundred changed.</summary>
    void Renew(bool changed);

    /// <summary>The target's rows are the source's.</summary>
    bool IsSame();

    /// <summary>Runs the tool, and says how many seconds it took.</summary>
    double Ours(bool target, params string[] arguments);

    /// <summary>Runs what an application has in its code, in a process of its own.</summary>
    LoopTime Loop(bool target, string verb, string file);
}
