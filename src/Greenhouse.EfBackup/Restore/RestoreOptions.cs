using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Restore;

/// <summary>How to restore.</summary>
/// <param name="Selection">Which tables of the backup.</param>
/// <param name="SafetyBackup">Write the rows that will be deleted to a file first.</param>
/// <param name="DryRun">Say what would happen, and change nothing.</param>
/// <param name="ReadBack">Compare every table's hash with the file's before committing.</param>
/// <param name="Lenient">Leave out what the database has no place for, and follow names that migrations have changed.</param>
/// <param name="Passphrase">What opens the backup, where it is encrypted.</param>
/// <param name="Safety">How a safety backup is packed where the backup is not encrypted; null for JSON as it is.</param>
/// <param name="ShownRows">Where the schema goes back too: how many rows of each change are in the result a table; null for a few examples.</param>
/// <param name="Mode">What becomes of the rows that are there.</param>
internal sealed record RestoreOptions(
    TableSelection Selection, bool SafetyBackup = true, bool DryRun = false, bool ReadBack = false, bool Lenient = false, Passphrase? Passphrase = null, Packing? Safety = null, int? ShownRows = null,
    RestoreMode Mode = RestoreMode.Replace)
{
    /// <summary>Rows that somebody keeps encrypted are not left in plain text because something else is restored over them.</summary>
    /// <param name="path">The backup that is restored.</param>
    public Packing PackingOfSafety(string path)
        => BackupFile.IsEncrypted(path) ? new Packing(CompressionStreams.Of(path), Passphrase ?? throw AgeErrors.Missing(path)) : Safety ?? Packing.Plain;
}
