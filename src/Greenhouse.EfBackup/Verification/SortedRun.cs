using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Greenhouse.EfBackup.Verification;

/// <summary>Records in order, in a part of a file.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="count">How many records it has.</param>
internal sealed class SortedRun(SafeFileHandle file, long start, int count)
{
    // Few large reads are quicker than many small ones, up to about here.
    private const int MostAtOnce = 1 << 14;
    private static readonly int _size = Marshal.SizeOf<KeyRecord>();

    /// <summary>Where the part ends.</summary>
    public long End => start + ((long)count * _size);

    public void Write(KeyRecord[] records) => RandomAccess.Write(file, MemoryMarshal.AsBytes(records.AsSpan(0, count)), start);

    /// <param name="atOnce">How many records may be in memory.</param>
    public IEnumerable<KeyRecord> Read(int atOnce)
    {
        var buffer = new KeyRecord[Math.Clamp(atOnce, 1, MostAtOnce)];
        for (var place = 0; place < count; place += buffer.Length)
        {
            var length = Math.Min(buffer.Length, count - place);
            Fill(MemoryMarshal.AsBytes(buffer.AsSpan(0, length)), start + ((long)place * _size));
            for (var i = 0; i < length; i++)
            {
                yield return buffer[i];
            }
        }
    }

    private void Fill(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(file, bytes, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("A temporary file lost its end.");
            }

            bytes = bytes[read..];
            offset += read;
        }
    }
}
