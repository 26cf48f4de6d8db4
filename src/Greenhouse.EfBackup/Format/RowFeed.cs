using System.Collections.Concurrent;

namespace Greenhouse.EfBackup.Format;

/// <summary>Has rows made on a thread of its own, a few chunks ahead of whoever takes them.</summary>
internal static class RowFeed
{
    private const int ChunksAhead = 4;

    /// <summary>The rows of the table that <paramref name="reader"/> has open, read and hashed.</summary>
    public static IEnumerable<RowChunk> Of(BackupReader reader, CancellationToken cancellation)
        => Of(
            (put, _) =>
            {
                while (reader.ReadRows(out var chunk))
                {
                    put(chunk);
                }

                return Task.CompletedTask;
            },
            cancellation);

    /// <param name="fill">Makes the chunks; it is cancelled where nobody takes them any more.</param>
    public static IEnumerable<RowChunk> Of(Func<Action<RowChunk>, CancellationToken, Task> fill, CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var queue = new BlockingCollection<RowChunk>(ChunksAhead);
        var producer = OwnThread.Run(() => FillAsync(fill, queue, abandoned.Token)).Unwrap();
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
            // The consumer may have thrown: the producer must not outlive what it reads.
            abandoned.Cancel();
            Task.WaitAny([producer], CancellationToken.None);
        }
    }

    private static async Task FillAsync(Func<Action<RowChunk>, CancellationToken, Task> fill, BlockingCollection<RowChunk> queue, CancellationToken cancellation)
    {
        try
        {
            await fill(chunk => queue.Add(chunk, cancellation), cancellation);
        }
        finally
        {
            queue.CompleteAdding();
        }
    }
}
