using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>
/// Writes a backup's rows as a seed: nothing that changes from one time to the next, one row a line, tables by name and rows by key. A null is left out where a row that is
/// inserted without it gets null.
/// </summary>
internal static class SeedWriter
{
    private static readonly byte[] _head = [.. "{\n"u8, .. JsonText.Quote(SeedText.VersionKey), .. ": 1"u8];

    /// <summary>Whether a file begins as those do that are written here.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static bool HasWritten(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[_head.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(_head);
    }

    /// <param name="backup">A backup, from its start.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="described">Its tables, with how their values are spelled for every kind of database.</param>
    /// <returns>The seed, in UTF-8.</returns>
    public static ReadOnlyMemory<byte> Write(Stream backup, string name, IReadOnlyList<TableDescription> described)
    {
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = new BackupReader(backup, name);
        while (reader.NextTable() is { } table)
        {
            var rows = new Rows(described.First(one => one.Key == table.Key));
            while (reader.ReadRows(out var chunk))
            {
                rows.Add(chunk);
                reader.Recycle(chunk);
            }

            if (!rows.Written.IsEmpty)
            {
                tables[table.Key] = rows.Written.ToArray();
            }
        }

        reader.Finish();
        var seed = new RowBuffer();
        seed.WriteRaw(_head);
        foreach (var (key, rows) in tables)
        {
            seed.WriteRaw(",\n"u8);
            seed.WriteRaw(JsonText.Quote(key));
            seed.WriteRaw(": [\n"u8);
            seed.WriteRaw(rows);
            seed.WriteRaw("\n]"u8);
        }

        seed.WriteRaw("\n}\n"u8);
        return seed.Written.ToArray();
    }

    private sealed class Rows(TableDescription table)
    {
        private readonly byte[][] _labels = RowReader.Labels(table);
        private readonly byte[][] _names = [.. table.StoredColumns.Select(column => JsonText.Quote(column.Name))];
        private readonly IValueSpelling?[] _portable = [.. table.StoredColumns.Select(column => column.Portable)];
        private readonly bool[] _documents = [.. table.StoredColumns.Select(column => column.Kind == ValueKind.Json)];

        // Without a key a row is found by all of its values.
        private readonly bool[] _optional = [.. table.StoredColumns.Select(column => column.Default is null && table.PrimaryKey.Count > 0)];
        private readonly RowBuffer _buffer = new();

        public ReadOnlySpan<byte> Written => _buffer.Written;

        public void Add(RowChunk chunk)
        {
            var row = new RowReader(chunk);
            while (!row.AtEnd)
            {
                _buffer.WriteRaw(_buffer.Written.IsEmpty ? "{"u8 : ",\n{"u8);
                var first = true;
                for (var i = 0; i < _labels.Length; i++)
                {
                    row.Expect(_labels[i]);
                    var start = row.Place;
                    _ = _documents[i] ? row.ReadDocument() : row.ReadValue();
                    var value = chunk.Bytes.AsSpan(start, row.Place - start);
                    if (_optional[i] && value.SequenceEqual("null"u8))
                    {
                        continue;
                    }

                    _buffer.WriteRaw(first ? ""u8 : ","u8);
                    _buffer.WriteRaw(_names[i]);
                    _buffer.WriteRaw(":"u8);
                    if (_portable[i] is { } portable && !value.SequenceEqual("null"u8))
                    {
                        portable.Write(value, _buffer);
                    }
                    else
                    {
                        _buffer.WriteRaw(value);
                    }

                    first = false;
                }

                row.EndRow();
                _buffer.WriteRaw("}"u8);
            }
        }
    }
}
