using System.Diagnostics;
using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests.RealData;

/// <summary>A test that needs the public databases beside the repository, and the command that others made to read them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublicDataFactAttribute : FactAttribute
{
    public PublicDataFactAttribute()
    {
        Skip = PublicFiles.WhyNone ?? (PublicData.HasCommand ? null : "the command sqlite3 is not installed");
    }
}

/// <summary>The public databases, and what sqlite3 says of them.</summary>
internal static class PublicData
{
    public static bool HasCommand { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "sqlite3.exe" : "sqlite3")));

    /// <summary>A copy of a database in a folder of the test's own.</summary>
    public static string Copy(string name, string folder, string copy)
    {
        var target = Path.Combine(folder, copy);
        File.WriteAllBytes(target, File.ReadAllBytes(PublicFiles.At(name)));
        return target;
    }

    /// <summary>Every value of every table, its storage class beside it, as the command prints them; and the counters.</summary>
    public static IReadOnlyList<string> Dump(string database)
    {
        var lines = new List<string>();
        foreach (var table in Run(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        {
            var columns = Run(database, $"SELECT name FROM pragma_table_info('{table}')").Select(name => $"typeof([{name}]), quote([{name}])");
            lines.AddRange(Run(database, $"SELECT {string.Join(", ", columns)} FROM [{table}]").Order(StringComparer.Ordinal).Select(row => $"{table}: {row}"));
        }

        return lines;
    }

    public static IReadOnlyList<string> Run(string database, string sql)
    {
        var start = new ProcessStartInfo("sqlite3") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-batch");
        start.ArgumentList.Add(database);
        start.ArgumentList.Add(sql);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
