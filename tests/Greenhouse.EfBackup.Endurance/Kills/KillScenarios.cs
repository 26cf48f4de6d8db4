using System.Diagnostics;
using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>An operation from one state to another.</summary>
/// <param name="Start">The name of the state that it begins in.</param>
/// <param name="Old">What that is.</param>
/// <param name="New">What it makes of it.</param>
/// <param name="Course">When each point is reached, from the first on, where nothing comes in between.</param>
internal sealed record KillScenario(Operation Operation, string Start, State Old, State New, IReadOnlyList<(string Point, TimeSpan At)> Course)
{
    public TimeSpan Duration => Course[^1].At;

    /// <summary>How long it is at a point, at the longest.</summary>
    public TimeSpan At(string point)
        => Course.Zip(Course.Skip(1)).Where(pair => pair.First.Point == point).Select(pair => pair.Second.At - pair.First.At).DefaultIfEmpty(TimeSpan.Zero).Max();
}

/// <summary>Makes the states that operations begin in, and lets each operation go through once.</summary>
internal static class KillScenarios
{
    private const string First = "first";
    private const string Damaged = "damaged";
    private const string Fourth = "fourth";

    private const string Many = "many";

    public static readonly string[] Names = [First, Damaged, Fourth, Many];

    private const int ManyBackups = 30;

    private const string Rows = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO "Customers" ("Id", "Name", "Code") SELECT i, 'Ada ' || i || ' Lovelace', 'code' || i FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO "Orders" ("Id", "CustomerId", "Total") SELECT i, i % 2000 + 1, i * 7 FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO "Notes" ("Id", "Text") SELECT i, 'note ' || i FROM n
        """;

    public static async Task<IReadOnlyList<KillScenario>> MakeAsync(Lab lab)
    {
        await using (var context = lab.Database.Open<SchemaChain.Context>())
        {
            await context.GetService<IMigrator>().MigrateAsync(SchemaChain.First);
        }

        lab.Database.Execute(Rows);
        lab.Save(First);
        await RunAsync(lab, Operation.Create);
        lab.Database.Damage();
        lab.Save(Damaged);
        lab.BringBack(First);
        await RunAsync(lab, Operation.Migrate);
        lab.Save(Fourth);
        lab.BringBack(First);
        await FillFolderAsync(lab);
        lab.Save(Many);
        return [.. Enum.GetValues<Operation>().Select(operation => Observe(lab, operation))];
    }

    /// <summary>Does an operation in this process, and as if two minutes later: what a killed one has left is then abandoned.</summary>
    public static Task RunAsync(Lab lab, Operation operation)
        => RunAsync(lab, operation, TimeSpan.FromMinutes(2));

    private static Task RunAsync(Lab lab, Operation operation, TimeSpan later)
        => new Work(lab.Database.Open<SchemaChain.Context>, new BackupFolder(lab.Backups), new LaterTime(later), _ => { }).RunAsync(operation);

    /// <summary>One backup a day, with what lies beside it, and one that was not finished.</summary>
    private static async Task FillFolderAsync(Lab lab)
    {
        for (var day = 1; day <= ManyBackups; day++)
        {
            await RunAsync(lab, Operation.Create, -TimeSpan.FromDays(day));
        }

        foreach (var file in Directory.EnumerateFiles(lab.Backups, "*.json").ToArray())
        {
            new Sidecar { Bytes = new FileInfo(file).Length }.Write(file);
        }

        var unfinished = Path.Combine(lab.Backups, ".backup-unfinished.json.0.tmp");
        File.WriteAllText(unfinished, "{");
        File.SetLastWriteTimeUtc(unfinished, DateTime.UnixEpoch);
    }

    private static KillScenario Observe(Lab lab, Operation operation)
    {
        var start = operation switch { Operation.Restore => Damaged, Operation.Undo => Fourth, Operation.Prune => Many, _ => First };
        lab.BringBack(start);
        var old = lab.Look();
        using var victim = new Victim(lab.Kind, lab.ConnectionString, lab.Backups, operation);
        var course = new List<(string, TimeSpan)>();
        var begun = 0L;
        while (victim.ReadPoint() is { } point)
        {
            begun = begun == 0 ? Stopwatch.GetTimestamp() : begun;
            course.Add((point, Stopwatch.GetElapsedTime(begun)));
        }

        victim.ReadTo(Points.Done);
        return new KillScenario(operation, start, old, lab.Look(), course);
    }

    private sealed class LaterTime(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }
}
