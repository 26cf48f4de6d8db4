using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage;

/// <summary>Where a backup goes.</summary>
internal interface IBackupDestination
{
    /// <summary>Begins a backup there.</summary>
    /// <exception cref="EfBackupException">Nothing can be written there.</exception>
    IBackupTarget Create(BackupMetadata metadata, Packing packing);
}

/// <summary>A backup that is being written: disposed without a commit, there is none.</summary>
internal interface IBackupTarget : IDisposable
{
    /// <summary>What messages call it; its ending says how it is packed.</summary>
    string Name { get; }

    /// <summary>The file; null where it is none.</summary>
    string? File { get; }

    /// <summary>What is written goes here. Disposed before all is written, it ends whoever reads along.</summary>
    Stream Output { get; }

    /// <summary>What is written, from the start, while it is being written; asked for once.</summary>
    Stream Follow();

    /// <summary>All is written: whoever reads along comes to an end.</summary>
    void Complete();

    /// <summary>It was checked, and counts from now on.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Commit();
}
