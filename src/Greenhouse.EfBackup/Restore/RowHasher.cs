using System.Buffers.Binary;
using System.Security.Cryptography;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Hashes rows by their values, spelled as two kinds of databases would both spell them.</summary>
internal sealed class RowHasher
{
    private readonly byte[][] _labels;
    private readonly (ValueKind Kind, ValueKind Other, bool IsKey)[] _columns;
    private readonly NeutralText _neutral = new();
    private readonly RowBuffer _key = new();

    /// <param name="table">The rows' own table: names and kinds.</param>
    /// <param name="other">The same columns, in the same order, where the rows come from or go to.</param>
    public RowHasher(TableDescription table, TableDescription other)
    {
        _labels = RowReader.Labels(table);
        _columns = [.. table.StoredColumns.Zip(other.StoredColumns, (column, counterpart) => (column.Kind, counterpart.Kind, table.PrimaryKey.Contains(column.Name, StringComparer.OrdinalIgnoreCase)))];
    }

    /// <summary>Takes the SHA-256 of a row; it holds until the next one.</summary>
    public delegate void RowHash(ReadOnlySpan<byte> hash);

    /// <summary>Takes whole rows, with the separators that a file has between them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="take">Takes their hashes, in order.</param>
    /// <exception cref="FormatException">They are no rows of the table.</exception>
    public void Hash(RowChunk rows, RowHash take)
    {
        var row = new RowReader(rows);
        Skip(ref row);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        while (!row.AtEnd)
        {
            Read(ref row, rows.Bytes);
            SHA256.HashData(_neutral.Written, hash);
            take(hash);
            Skip(ref row);
        }
    }

    /// <summary>The same, with the hashes of their keys.</summary>
    /// <exception cref="FormatException">They are no rows of the table.</exception>
    public void Hash(RowChunk rows, Action<KeyedHash> take)
        => Hash(rows, (ReadOnlySpan<byte> hash) =>
        {
            Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(_key.Written, key);
            take(new KeyedHash(BinaryPrimitives.ReadUInt128LittleEndian(key), BinaryPrimitives.ReadUInt128LittleEndian(hash)));
        });

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

    private void Read(ref RowReader row, byte[] bytes)
    {
        _neutral.Clear();
        _key.Clear();
        for (var i = 0; i < _columns.Length; i++)
        {
            row.Expect(_labels[i]);
            var start = _neutral.Written.Length;
            _neutral.Write(ref row, bytes, _columns[i].Kind, _columns[i].Other);
            if (_columns[i].IsKey)
            {
                _key.WriteRaw(_neutral.Written[start..]);
            }
        }

        row.Expect(_columns.Length == 0 ? "{}"u8 : "}"u8);
    }
}

/// <summary>A row by the hashes of its key and of all its values.</summary>
internal readonly record struct KeyedHash(UInt128 Key, UInt128 Row);
