using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>A seed that is written: what would be a backup is taken and checked as any other, and then told again as a seed.</summary>
/// <param name="path">The file, absolute.</param>
internal sealed class SeedDestination(string path, CancellationToken cancellation) : IBackupDestination
{
    /// <summary>What is larger is no seed, whatever of it a seed leaves out.</summary>
    private const int MostBackupBytes = 4 * SeedText.MaxBytes;

    /// <exception cref="EfBackupException">There is a file that was not written like this.</exception>
    public IBackupTarget Create(BackupMetadata metadata, Packing packing)
    {
        RefuseOther();
        return new Target(path, cancellation);
    }

    private void RefuseOther()
    {
        try
        {
            if (File.Exists(path) && !SeedWriter.HasWritten(path))
            {
                throw new EfBackupException(ErrorCode.SeedNotWritten, $"there is a file {path} already, and not one that was written as a seed", "choose another name, or remove it; nothing was overwritten");
            }
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, path);
        }
    }

    private static EfBackupException TooLarge(string path)
        => new(ErrorCode.SeedNotWritten, $"the rows are more than the {SeedText.MaxBytes >> 20} MiB that a seed {path} may have", "take some of them (--include, --where, --limit), or a backup");

    private sealed class Target(string path, CancellationToken cancellation) : IBackupTarget
    {
        private readonly Kept _kept = new(path);
        private OutgoingBackup? _backup;

        public string Name => path;

        public string? File => path;

        public Stream Output => Backup;

        private OutgoingBackup Backup => _backup ??= new OutgoingBackup(_kept, path, cancellation);

        public Stream Follow() => Backup.Follow();

        public void Complete() => Backup.Complete();

        public void Commit()
        {
            Backup.Commit();
            _kept.Position = 0;
            var seed = SeedWriter.Write(_kept, path);
            if (seed.Length > SeedText.MaxBytes)
            {
                throw TooLarge(path);
            }

            using var file = AtomicFile.Create(path);
            file.Stream.Write(seed.Span);
            file.Commit(overwrite: true);
        }

        public void Dispose() => _backup?.Dispose();
    }

    /// <summary>The backup, in memory.</summary>
    private sealed class Kept(string path) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > MostBackupBytes)
            {
                throw TooLarge(path);
            }

            base.Write(buffer);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
