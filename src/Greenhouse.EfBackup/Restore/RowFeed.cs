using System.Collections.Concurrent;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Reads and hashes the rows of a file on a thread of its own, a few chunks ahead of the database that takes them.</summary>
internal static class RowFeed
{
    private const int ChunksAhead = 4;

    /// <summary>The rows of the table that <paramref name="reader"/> has open.</summary>
    public static IEnumerable<RowChunk> Of(BackupReader reader, CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var queue = new BlockingCollection<RowChunk>(ChunksAhead);
        var producer = OwnThread.Run(() => Fill(reader, queue, abandoned.Token));
        try
        {
            foreach (var chunk in queue.GetConsumingEnumerable(cancellation))
            {
                yield return chunk;
            }

            producer.GetAwaiter().GetResult();
        }
        finally
        {
            // The consumer may have thrown: the producer must not outlive the reader.
            abandoned.Cancel();
            Task.WaitAny([producer], CancellationToken.None);
        }
    }

    private static void Fill(BackupReader reader, BlockingCollection<RowChunk> queue, CancellationToken cancellation)
    {
        try
        {
            while (reader.ReadRows(out var chunk))
            {
                queue.Add(chunk, cancellation);
            }
        }
        finally
        {
            queue.CompleteAdding();
        }
    }
}
