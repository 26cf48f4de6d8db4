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

    /// <summary>The size of the seed that was written; null before.</summary>
    public long? Bytes { get; private set; }

    /// <exception cref="EfBackupException">There is a file that was not written like this.</exception>
    public IBackupTarget Create(BackupMetadata metadata, Packing packing)
    {
        RefuseOther();
        return new Target(path, metadata.Tables, written => Bytes = written, cancellation);
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

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.ExplainFolder(exception, folder);
        }
    }

    private static EfBackupException TooLarge(string path)
        => new(ErrorCode.SeedNotWritten, $"the rows are more than the {SeedText.MaxBytes >> 20} MiB that a seed {path} may have", "take some of them (--include, --where, --limit), or a backup");

    private sealed class Target : IBackupTarget
    {
        private readonly string _path;
        private readonly IReadOnlyList<TableDescription> _tables;
        private readonly Action<long> _written;
        private readonly Kept _kept;
        private readonly OutgoingBackup _backup;

        public Target(string path, IReadOnlyList<TableDescription> tables, Action<long> written, CancellationToken cancellation)
        {
            (_path, _tables, _written, _kept) = (path, tables, written, new Kept(path));
            _backup = new OutgoingBackup(_kept, path, cancellation);
        }

        public string Name => _path;

        public string? File => _path;

        public Stream Output => _backup;

        public Stream Follow() => _backup.Follow();

        public void Complete() => _backup.Complete();

        public void Commit()
        {
            _backup.Commit();
            _kept.Position = 0;
            var seed = SeedWriter.Write(_kept, _path, _tables);
            if (seed.Length > SeedText.MaxBytes)
            {
                throw TooLarge(_path);
            }

            MakeFolder(Path.GetDirectoryName(_path)!);
            using var file = AtomicFile.Create(_path);
            file.Stream.Write(seed.Span);
            file.Commit(overwrite: true);
            _written(seed.Length);
        }

        public void Dispose() => _backup.Dispose();
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
