using System.Collections.Concurrent;

namespace Greenhouse.EfBackup.Format;

/// <summary>Has rows made on a thread of its own, a few chunks ahead of whoever takes them.</summary>
internal static class RowFeed
{
    /// <summary>So many chunks wait at the most.</summary>
    public const int Ahead = 4;

    /// <summary>The rows of the table that <paramref name="reader"/> has open, read and hashed.</summary>
    public static IEnumerable<RowChunk> Of(BackupReader reader, CancellationToken cancellation)
        => Of<RowChunk>(
            (put, _) =>
            {
                while (reader.ReadRows(out var chunk))
                {
                    put(chunk);
                }

                return Task.CompletedTask;
            },
            cancellation);

    /// <typeparam name="T">A chunk.</typeparam>
    /// <param name="fill">Makes the chunks; it is cancelled where nobody takes them any more.</param>
    public static IEnumerable<T> Of<T>(Func<Action<T>, CancellationToken, Task> fill, CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var queue = new BlockingCollection<T>(Ahead);
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

    private static async Task FillAsync<T>(Func<Action<T>, CancellationToken, Task> fill, BlockingCollection<T> queue, CancellationToken cancellation)
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
