using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Storage;

/// <summary>A backup under a name that somebody has chosen.</summary>
internal sealed class BackupPath(string path) : IBackupDestination
{
    /// <summary>Whether a path names a backup file, and not a folder: by its ending.</summary>
    public static bool IsFile(string path) => BackupName.HasExtension(Path.GetFileName(path));

    /// <exception cref="EfBackupException">A file of that name is there, or none can be made.</exception>
    public IBackupTarget Create(BackupMetadata metadata, Packing packing)
        => File.Exists(path)
            ? throw new EfBackupException(ErrorCode.FileFailed, $"there is a file {path} already", "choose another name, or a folder, in which every backup gets a name of its own; nothing was overwritten")
            : AtomicFile.Create(path);
}
