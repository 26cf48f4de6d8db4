using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage;

/// <summary>A backup that goes into a stream of somebody's, such as the body of an HTTP response.</summary>
/// <param name="stream">Takes the backup; it is written asynchronously only, and stays open.</param>
internal sealed class BackupStream(Stream stream, CancellationToken cancellation) : IBackupDestination
{
    public IBackupTarget Create(BackupMetadata metadata, Packing packing) => new OutgoingBackup(stream, BackupName.Of(metadata, packing), cancellation);
}
