using System.Buffers.Binary;
using System.Security.Cryptography;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Restore;

/// <summary>
/// What the rows of a table amount to, whichever kind of database spells them and in whichever order: the sum of the SHA-256 of each row, its values
/// spelled as both would. Rows of a file and rows read back have equal digests where every value came through, in memory for one row.
/// </summary>
/// <param name="table">The rows' own table: names and kinds.</param>
/// <param name="other">The same columns, in the same order, where the rows come from or go to.</param>
internal sealed class RowsDigest(TableDescription table, TableDescription other)
{
    private readonly RowHasher _hasher = new(table, other);
    private readonly ulong[] _sum = new ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
    private long _rows;

    /// <summary>Takes whole rows, with the separators that a file has between them.</summary>
    /// <exception cref="FormatException">They are no rows of the table.</exception>
    public void Add(RowChunk rows) => _hasher.Hash(rows, Add);

    /// <summary>A sink that keeps nothing but the digest.</summary>
    public RowSink Sink() => new(buffer =>
    {
        Add(new RowChunk(buffer.Bytes, 0, buffer.Position));
        buffer.Clear();
    });

    public bool Equals(RowsDigest other) => _rows == other._rows && _sum.AsSpan().SequenceEqual(other._sum);

    private void Add(ReadOnlySpan<byte> hash)
    {
        for (var i = 0; i < _sum.Length; i++)
        {
            _sum[i] += BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * sizeof(ulong))..]);
        }

        _rows++;
    }
}
