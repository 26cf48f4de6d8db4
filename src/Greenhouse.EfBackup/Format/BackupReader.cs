using System.Security.Cryptography;
using System.Text.Unicode;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// Reads a backup file front to back and checks it on the way: layout, row counts, hashes, tail. Rows come as chunks of whole lines;
/// nothing but the chunk at hand is in memory. What was read is proved only when <see cref="Finish"/> has returned.
/// </summary>
internal sealed class BackupReader : IDisposable
{
    private readonly Stream _input;
    private readonly string _file;
    private readonly BytePool _pool = new();
    private readonly ByteWindow _window;
    private readonly RowLines _lines;
    private readonly IncrementalHash _rowHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _fileHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<TableIntegrity> _tables = [];
    private long _rows;
    private bool _inTable;

    /// <summary>Reads the head.</summary>
    /// <param name="input">The file's bytes, decompressed; disposed with the reader.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="EfBackupException">The file is not a backup, or of a format that this version does not read.</exception>
    public BackupReader(Stream input, string file)
    {
        (_input, _file) = (input, file);
        _window = new ByteWindow(input, file, _pool);
        _lines = new RowLines(_window, file);
        Metadata = ReadMetadata();
    }

    public BackupMetadata Metadata { get; }

    /// <summary>The tables that were read to their end, with what they held; proved only with the tail.</summary>
    public IReadOnlyList<TableIntegrity> Tables => _tables;

    /// <summary>Bytes of the file read so far.</summary>
    public long BytesRead => _window.Length;

    /// <summary>Opens the next table; null after the last.</summary>
    public TableDescription? NextTable()
    {
        if (_tables.Count == Metadata.Tables.Count)
        {
            return null;
        }

        var table = Metadata.Tables[_tables.Count];
        Expect([.. _tables.Count == 0 ? ""u8 : ",\n"u8, .. JsonText.Quote(table.Key), .. ": [\n"u8], $"the start of table {table.Key}");
        (_rows, _inTable) = (0, true);
        return table;
    }

    /// <summary>The next rows of the open table, whole lines; false after the last. Give each chunk back by <see cref="Recycle"/>.</summary>
    public bool ReadRows(out RowChunk chunk) => Read(inParts: false, out chunk);

    /// <summary>Passes over rows of the open table, with the same checks, and without a long one in memory; false after the last.</summary>
    public bool SkipRows()
    {
        var found = Read(inParts: true, out var chunk);
        if (found)
        {
            Recycle(chunk);
        }

        return found;
    }

    private bool Read(bool inParts, out RowChunk chunk)
    {
        chunk = default;
        if (!_inTable)
        {
            return false;
        }

        var table = Metadata.Tables[_tables.Count];
        var (length, last) = _lines.Find(inParts);
        if (length > 0)
        {
            chunk = TakeRows(length, table);
        }

        if (last)
        {
            EndTable(table);
        }

        return length > 0;
    }

    public void Recycle(RowChunk chunk) => _pool.Return(chunk.Bytes);

    /// <summary>Reads the tail after the last table.</summary>
    /// <returns>Rows and hash of each table: what was read is what was written.</returns>
    /// <exception cref="EfBackupException">A hash, a count or the tail is not what it has to be.</exception>
    public IReadOnlyList<TableIntegrity> Finish()
    {
        Expect([.. _tables.Count == 0 ? ""u8 : "\n"u8, .. BackupFormat.DataEnd], "the end of the data");
        Expect(BackupFormat.IntegrityStart, "the start of the tail");
        for (var i = 0; i < _tables.Count; i++)
        {
            var table = _tables[i];
            Expect(table.Line(), $"the {table.Rows} rows of table {table.Key} do not have the count and hash that the tail names");
            Expect(i < _tables.Count - 1 ? ",\n"u8 : "\n"u8, "the tail");
        }

        Expect(BackupFormat.DataEnd, "the tail");
        var hash = TableIntegrity.Finish(_fileHash);
        Expect(BackupFormat.HashLabel, "the tail");
        Expect(System.Text.Encoding.ASCII.GetBytes(hash), "its head does not have the hash that the tail names");
        Expect(BackupFormat.Tail, "the last lines");
        return _window.Bytes.IsEmpty && !_window.Fill(BackupFormat.ChunkBytes) ? _tables : throw FileErrors.Damaged(_file, "bytes follow its end");
    }

    public void Dispose()
    {
        _input.Dispose();
        _rowHash.Dispose();
        _fileHash.Dispose();
    }

    private BackupMetadata ReadMetadata()
    {
        while (_window.Bytes.Length < BackupFormat.Head.Length && _window.Fill(BackupFormat.MaxMetadataBytes))
        {
        }

        if (!_window.Bytes.StartsWith(BackupFormat.Head))
        {
            throw _window.Bytes.IsEmpty ? FileErrors.Empty(_file)
                : BackupFormat.Head.StartsWith(_window.Bytes) ? FileErrors.Truncated(_file, _window.Length)
                : FileErrors.NotABackup(_file, _window.Bytes);
        }

        var end = FindMetadataEnd();
        var metadata = MetadataReader.Read(_window.Bytes[BackupFormat.Head.Length..(end + 2)], _file);
        _fileHash.AppendData(_window.Bytes[..(end + BackupFormat.MetadataEnd.Length)]);
        _window.Use(end + BackupFormat.MetadataEnd.Length);
        Expect(BackupFormat.DataStart, "the start of the data");
        return metadata;
    }

    private int FindMetadataEnd()
    {
        var seen = 0;
        while (true)
        {
            if (_window.Bytes[seen..].IndexOf(BackupFormat.MetadataEnd) is >= 0 and var end)
            {
                return seen + end;
            }

            seen = Math.Max(0, _window.Bytes.Length - BackupFormat.MetadataEnd.Length + 1);
            if (!_window.Fill(BackupFormat.MaxMetadataBytes))
            {
                throw FileErrors.Truncated(_file, _window.Length);
            }
        }
    }

    private RowChunk TakeRows(int length, TableDescription table)
    {
        var chunk = _window.Detach(length);
        _rowHash.AppendData(chunk.Span);
        _rows += chunk.Span.Count((byte)'\n');
        _lines.Measure(chunk.Span);
        return Utf8.IsValid(chunk.Span) ? chunk : throw FileErrors.Damaged(_file, $"table {table.Key} holds bytes that are not UTF-8");
    }

    private void EndTable(TableDescription table)
    {
        Expect("]"u8, $"the end of table {table.Key}");
        if (!Metadata.Statistics.TryGetValue(table.Key, out var rows) || rows != _rows)
        {
            throw FileErrors.Damaged(_file, $"table {table.Key} has {_rows} rows where its metadata says {rows}");
        }

        _tables.Add(new TableIntegrity(table.Key, _rows, TableIntegrity.Finish(_rowHash)));
        _inTable = false;
    }

    /// <summary>Takes exactly these bytes.</summary>
    private void Expect(ReadOnlySpan<byte> literal, string what)
    {
        while (_window.Bytes.Length < literal.Length && _window.Fill(BackupFormat.MaxMetadataBytes))
        {
        }

        if (!_window.Bytes.StartsWith(literal))
        {
            throw literal.StartsWith(_window.Bytes) ? FileErrors.Truncated(_file, _window.Length) : FileErrors.Damaged(_file, what);
        }

        _fileHash.AppendData(literal);
        _window.Use(literal.Length);
    }
}
