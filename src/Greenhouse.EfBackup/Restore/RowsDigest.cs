using System.Buffers.Binary;
using System.Security.Cryptography;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Restore;

/// <summary>
/// What the rows of a table amount to, whichever kind of database spells them and in whichever order: the sum of the SHA-256 of each row, its values
/// spelled as both would. Rows of a file and rows read back have equal digests where every value came through, in memory for one row.
/// </summary>
internal sealed class RowsDigest
{
    private readonly byte[][] _labels;
    private readonly (ValueKind Kind, ValueKind Other)[] _columns;
    private readonly NeutralText _neutral = new();
    private readonly ulong[] _sum = new ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
    private long _rows;

    /// <param name="table">The rows' own table: names and kinds.</param>
    /// <param name="other">The same columns, in the same order, where the rows come from or go to.</param>
    public RowsDigest(TableDescription table, TableDescription other)
    {
        _labels = RowReader.Labels(table);
        _columns = [.. table.StoredColumns.Zip(other.StoredColumns, (column, counterpart) => (column.Kind, counterpart.Kind))];
    }

    /// <summary>Takes whole rows, with the separators that a file has between them.</summary>
    /// <exception cref="FormatException">They are no rows of the table.</exception>
    public void Add(RowChunk rows)
    {
        var row = new RowReader(rows);
        Skip(ref row);
        while (!row.AtEnd)
        {
            AddRow(ref row, rows.Bytes);
            Skip(ref row);
        }
    }

    /// <summary>A sink that keeps nothing but the digest.</summary>
    public RowSink Sink() => new(buffer =>
    {
        Add(new RowChunk(buffer.Bytes, 0, buffer.Position));
        buffer.Clear();
    });

    public bool Equals(RowsDigest other) => _rows == other._rows && _sum.AsSpan().SequenceEqual(other._sum);

    /// <summary>Rows come in pieces, each with the separator at its end or at its beginning.</summary>
    private static void Skip(ref RowReader row)
    {
        if (row.IsNext(","u8))
        {
            row.Expect(","u8);
        }

        if (row.IsNext("\n"u8))
        {
            row.Expect("\n"u8);
        }
    }

    private void AddRow(ref RowReader row, byte[] bytes)
    {
        _neutral.Clear();
        for (var i = 0; i < _columns.Length; i++)
        {
            row.Expect(_labels[i]);
            _neutral.Write(ref row, bytes, _columns[i].Kind, _columns[i].Other);
        }

        row.Expect(_columns.Length == 0 ? "{}"u8 : "}"u8);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_neutral.Written, hash);
        for (var i = 0; i < _sum.Length; i++)
        {
            _sum[i] += BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * sizeof(ulong))..]);
        }

        _rows++;
    }
}
