using System.Buffers.Binary;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage;

/// <summary>
/// The last member of a compressed backup: its tail, stored and not deflated. Every compressor would make other bytes of it; these are always the same, and so a file shows by its
/// end alone that it is whole and that nothing follows.
/// </summary>
internal static class GzipTail
{
    public static ReadOnlySpan<byte> Content => BackupFormat.Tail;

    /// <summary>RFC 1952, section 2.3: header, one stored block (RFC 1951, section 3.2.4), checksum, length.</summary>
    public static byte[] Member { get; } =
    [
        0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF,
        1, (byte)Content.Length, 0, (byte)~Content.Length, 0xFF, .. Content,
        .. LittleEndian(Checksum(Content)), .. LittleEndian((uint)Content.Length),
    ];

    /// <summary>The file ends so.</summary>
    public static bool IsAtEndOf(Stream file)
    {
        Span<byte> end = stackalloc byte[Member.Length];
        if (file.Length < end.Length)
        {
            return false;
        }

        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        return end.SequenceEqual(Member);
    }

    /// <summary>CRC-32, as RFC 1952 has it in section 8.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static byte[] LittleEndian(uint number)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }
}
