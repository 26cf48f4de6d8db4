using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>What a restore did, for people.</summary>
internal static class RestoredTables
{
    public static void Print(RestoreResult done, ResultWriter writer)
    {
        var place = done.Migration is null ? "" : $", at {done.Migration}";
        writer.Line(!done.DryRun ? $"{done.File} is {Done(done)} {done.Database}{place}"
            : done.Mode == RestoreModes.Replace ? $"Dry run: nothing is changed. {done.File} would give {done.Database}{place}"
            : $"Dry run: nothing is changed. {done.File} would be {Done(done)} {done.Database}{place}");
        if (done.Mode != RestoreModes.Replace)
        {
            writer.Table(["table", "rows", "inserted", "updated", "unchanged"], done.Tables.Select(t => new[] { t.Table, Format.Count(t.Rows), Format.Count(t.Inserted ?? 0), Format.Count(t.Updated ?? 0), Format.Count(t.Unchanged ?? 0) }));
        }
        else
        {
            writer.Table(["table", "rows", "deleted"], done.Tables.Select(t => new[] { t.Table, Format.Count(t.Rows), Format.Count(t.Deleted) }));
        }

        if (done.Untouched.Count > 0)
        {
            writer.Line($"Not in the file and left as they are: {string.Join(", ", done.Untouched)}");
        }

        if (done.SafetyBackup is { } safety)
        {
            writer.Line($"The rows from before are in {safety}");
        }

        if (done.Differences is { } differences)
        {
            writer.Line($"What {(done.DryRun ? "is" : "was")} there, as the new, held against the backup, as the old:");
            Differences.Print(differences, writer);
        }

        writer.Line($"{Format.Tables(done.Tables.Count)}, {Format.Rows(done.Rows)}{(done.Verified ? ", read back and compared" : "")}, {Format.Seconds(done.Seconds)}");
    }

    private static string Done(RestoreResult done)
        => done.Mode switch { RestoreModes.Merge => "merged into", RestoreModes.Insert => "inserted into", _ => "restored into" };
}
