namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>A small database, the sample's: <c>dotnet ef-backup create --no-build</c> beside <c>dotnet ef dbcontext info --no-build</c>, whole processes in turn.</summary>
internal static class StartupBenchmark
{
    public static void Run(int runs)
    {
        var sample = Path.Combine(Repository.Root, "samples/Greenhouse");
        Measured.Run("dotnet", ["tool", "restore"], directory: Repository.Root);
        Measured.Run("dotnet", ["build", sample, "-t:BackupData", "-c", Repository.Configuration], directory: Repository.Root);
        var backups = Directory.CreateTempSubdirectory("efbackup-benchmark-").FullName;
        var pairs = new List<(double, double)>();
        for (var run = 0; run <= runs; run++)
        {
            var ours = Measured.Run("dotnet", ["exec", Repository.Tool, "create", "--no-build", "--configuration", Repository.Configuration, "--output", backups], directory: sample);
            var peer = Measured.Run("dotnet", ["ef", "dbcontext", "info", "--no-build", "--configuration", Repository.Configuration], directory: sample);
            if (run > 0)
            {
                pairs.Add((ours, peer));
            }
        }

        Directory.Delete(backups, recursive: true);
        Measured.Report("create / dotnet ef dbcontext info", pairs, atMost: 0.6);
    }
}
