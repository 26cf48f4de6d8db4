using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Snapshot;

/// <summary>A backup that was written and has passed its check.</summary>
/// <param name="File">The file; null where it went into a stream.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Tables">Rows and hash of every table.</param>
internal sealed record WrittenBackup(string? File, long Bytes, IReadOnlyList<TableIntegrity> Tables);

/// <summary>Writes the tables of a snapshot into a backup: complete, flushed and checked, or not at all.</summary>
/// <param name="snapshot">The state to write.</param>
/// <param name="progress">Told of every table.</param>
/// <param name="stage">What this is, for those who listen: one of <see cref="Stages"/>.</param>
/// <param name="refuse">Told of rows that lead nowhere and were found on the way; it throws where they matter.</param>
internal sealed class SnapshotWriter(ISnapshot snapshot, Progress progress, string stage, Action<IReadOnlyList<DanglingRows>>? refuse = null)
{
    /// <param name="metadata">The head of the file; its statistics are the counts of this snapshot.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="packing">How it is packed.</param>
    /// <exception cref="EfBackupException">It can't be written, or a row can't be held.</exception>
    public async Task<WrittenBackup> WriteAsync(BackupMetadata metadata, IBackupDestination destination, Packing packing, CancellationToken cancellation)
    {
        using var target = destination.Create(metadata, packing);
        // The check reads along while the backup is written, so that on a second core it costs no time.
        var check = OwnThread.Run(() => Check(() => packing.Unpack(target.Follow(), target.Name), target.Name, cancellation));
        try
        {
            var output = packing.Pack(target.Output);
            await WriteTablesAsync(metadata, output, cancellation);
            if (output != target.Output)
            {
                // Only now: the end of packed data belongs to a backup that is whole.
                await output.DisposeAsync();
            }

            target.Complete();
            var written = await check;
            target.Commit();
            if (packing.Passphrase is not null && target.File is { } file)
            {
                Describe(metadata, file, written.Bytes);
            }

            return new WrittenBackup(target.File, written.Bytes, written.Tables);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, target.Name);
        }
        finally
        {
            await target.Output.DisposeAsync();
            await Task.WhenAny(check);
        }
    }

    private async Task WriteTablesAsync(BackupMetadata metadata, Stream stream, CancellationToken cancellation)
    {
        var pool = new BytePool();
        using var writer = new BackupWriter(stream, pool);
        var shuffled = await ShuffledColumns.ReadAsync(snapshot, metadata.Tables, cancellation);
        await using var rows = await snapshot.BeginReadingAsync(metadata.Tables, pool, cancellation);
        writer.Begin(metadata);
        for (var i = 0; i < metadata.Tables.Count; i++)
        {
            await WriteTableAsync(writer, rows, shuffled, metadata, i, cancellation);
        }

        refuse?.Invoke(await rows.FindDanglingRowsAsync(cancellation));
        writer.Complete();
    }

    private async Task WriteTableAsync(BackupWriter writer, IRowReading rows, ShuffledColumns shuffled, BackupMetadata metadata, int index, CancellationToken cancellation)
    {
        var table = metadata.Tables[index];
        var sink = writer.BeginTable(table);
        var total = metadata.Statistics[table.Key];
        sink.Progress = done => progress.Report(stage, table.Key, done, total);
        await ReadAsync(rows, table, sink, shuffled, cancellation);
        writer.EndTable();
        progress.Say(new TableEvent(stage, table.Key, sink.Rows, index + 1, metadata.Tables.Count));
    }

    private static async Task ReadAsync(IRowReading rows, TableDescription table, RowSink sink, ShuffledColumns shuffled, CancellationToken cancellation)
    {
        if (!shuffled.TryShuffle(table, sink, out var between))
        {
            await rows.ReadNextAsync(sink, cancellation);
            return;
        }

        await rows.ReadNextAsync(between, cancellation);
        between.End();
    }

    /// <summary>What nobody can read without the passphrase is said beside the file, or there is no file.</summary>
    private static void Describe(BackupMetadata metadata, string path, long bytes)
    {
        try
        {
            new Sidecar { Bytes = bytes, Head = BackupHead.Of(metadata) }.Write(path);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static CheckedFile Check(Func<Stream> open, string path, CancellationToken cancellation)
    {
        try
        {
            return FileCheck.Check(open(), path, Progress.None, cancellation);
        }
        catch (EfBackupException exception)
        {
            throw new EfBackupException(
                ErrorCode.WrittenDamaged,
                $"the backup that was just written does not pass its check: {exception.Message}",
                "nothing was kept of it. Look at the disk and the memory of this machine, then try again",
                inner: exception);
        }
    }
}
