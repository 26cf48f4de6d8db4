using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>What was removed, in a line.</summary>
internal static class PrunedText
{
    public static string Of(PruneResult done)
    {
        var what = $"{done.Removed} of {Format.Backups(done.Kept + done.Removed)}";
        var bytes = Format.Bytes(done.FreedBytes);
        return done.DryRun ? $"Dry run: nothing is removed. {what} would be, which frees {bytes}" : $"{what} removed, {bytes} freed";
    }

    /// <summary>Below the result of what took a snapshot.</summary>
    public static void PrintBelow(PruneResult? done, ResultWriter writer)
    {
        if (done is not null)
        {
            writer.Line(Of(done));
        }
    }
}
