namespace Greenhouse.EfBackup.Format;

/// <summary>Finds the lines of rows in the part of a file that is in memory.</summary>
internal sealed class RowLines(ByteWindow window, string file)
{
    /// <summary>How much of a row was taken already.</summary>
    private long _partOfRow;

    /// <summary>How many bytes of whole rows are at hand, and whether the table ends after them.</summary>
    /// <param name="inParts">Of a long row a part will do.</param>
    public (int Length, bool Last) Find(bool inParts)
    {
        // What was looked at is not looked at again: a long row comes in many small reads where it is compressed.
        var (seen, line) = (0, -1);
        while (true)
        {
            var bytes = window.Bytes;
            if (_partOfRow == 0 && bytes.Length > 0 && bytes[0] == ']')
            {
                return (0, true);
            }

            // A line feed inside of text is escaped: a raw one ends a row, and "]" behind it ends the table.
            var end = bytes[seen..].IndexOf("\n]"u8);
            if (end >= 0)
            {
                return (seen + end + 1, true);
            }

            // The last line stays: what follows it says whether the table ends there.
            var unseen = Math.Max(0, bytes.Length - 1 - seen);
            line = bytes.Slice(seen, unseen).LastIndexOf((byte)'\n') is >= 0 and var last ? seen + last : line;
            seen += unseen;
            if (bytes.Length >= BackupFormat.ChunkBytes && (line >= 0 || inParts))
            {
                return (line >= 0 ? line + 1 : WholeCharacters(bytes), false);
            }

            if (!window.Fill(BackupFormat.MaxRowBytes))
            {
                throw FileErrors.Truncated(file, window.Length);
            }
        }
    }

    /// <summary>Told of what is taken: a row in parts is no longer than one that must be whole.</summary>
    /// <exception cref="EfBackupException">One is longer.</exception>
    public void Measure(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (_partOfRow + (end < 0 ? bytes.Length : end) > BackupFormat.MaxRowBytes)
        {
            throw FileErrors.Limit(file, $"a row is longer than {BackupFormat.MaxRowBytes} bytes");
        }

        _partOfRow = end < 0 ? _partOfRow + bytes.Length : bytes.Length - 1 - bytes.LastIndexOf((byte)'\n');
    }

    /// <summary>All but the last character, or what may be the beginning of one.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        const int longest = 4;
        var end = bytes.Length - 1;
        while (end > bytes.Length - longest && (bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }
}
