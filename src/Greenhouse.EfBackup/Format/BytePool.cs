using System.Collections.Concurrent;

namespace Greenhouse.EfBackup.Format;

/// <summary>Pinned arrays that go round between the thread that fills them and the one that empties them.</summary>
internal sealed class BytePool
{
    /// <summary>The usual array: a chunk and the row that goes beyond it.</summary>
    public const int Length = BackupFormat.ChunkBytes * 5 / 4;

    private readonly ConcurrentQueue<byte[]> _free = new();
    private int _made;

    /// <summary>How many arrays had to be made: so many were in use at once.</summary>
    public int Made => _made;

    public static byte[] Allocate(int length) => GC.AllocateUninitializedArray<byte>(length, pinned: true);

    public byte[] Rent(int length = Length)
    {
        if (length <= Length && _free.TryDequeue(out var bytes))
        {
            return bytes;
        }

        Interlocked.Increment(ref _made);
        return Allocate(Math.Max(length, Length));
    }

    /// <summary>Takes an array back; one that grew for a long row is left to the collector.</summary>
    public void Return(byte[] bytes)
    {
        if (bytes.Length == Length)
        {
            _free.Enqueue(bytes);
        }
    }
}
