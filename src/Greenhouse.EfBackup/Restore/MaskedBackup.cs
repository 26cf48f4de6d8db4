using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Says of a masked backup that it is one: its rows are not what the database had.</summary>
internal static class MaskedBackup
{
    private const int Shown = 5;

    public static void Warn(Progress progress, string file, BackupMetadata metadata)
    {
        if (metadata.Masked is [_, ..] masked)
        {
            progress.Warn(
                ErrorCode.BackupMasked,
                $"{Path.GetFileName(file)} is masked: the values of {Columns(masked.Count)} are not those that the database had",
                $"{string.Join(", ", masked.Take(Shown))}{(masked.Count > Shown ? " and others" : "")}; take back what was lost from a backup that is not masked");
        }
    }

    /// <summary>A sentence for the question whether rows may be replaced; empty where the backup is not masked.</summary>
    public static string Sentence(BackupMetadata metadata)
        => metadata.Masked.Count > 0 ? $" The backup is masked: {Columns(metadata.Masked.Count)} will not have the values that the database had." : "";

    private static string Columns(int count) => count == 1 ? "1 column" : $"{count} columns";
}
