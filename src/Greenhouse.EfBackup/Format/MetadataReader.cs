using System.Text.Json;

namespace Greenhouse.EfBackup.Format;

/// <summary>Reads the metadata as what it is: data from somewhere else. What comes out has no nulls, no doubles and no loose ends.</summary>
internal static class MetadataReader
{
    /// <exception cref="EfBackupException">The format is newer, or the metadata does not describe a backup, or exceeds a limit.</exception>
    public static BackupMetadata Read(ReadOnlySpan<byte> json, string file)
    {
        try
        {
            var format = ReadFormat(json);
            if (format > BackupFormat.Highest)
            {
                throw FileErrors.Newer(file, format);
            }

            MetadataLimits.Check(json, file);
            var metadata = JsonSerializer.Deserialize(json, MetadataJson.Readable.BackupMetadata)
                ?? throw new JsonException("it is null");
            return FindFault(metadata) is { } fault ? throw new JsonException(fault) : metadata;
        }
        catch (JsonException exception)
        {
            throw FileErrors.Damaged(file, $"its metadata can't be read ({exception.Message})", exception);
        }
    }

    /// <summary>The format's number alone: a newer format may have other metadata.</summary>
    private static int ReadFormat(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("format"u8))
        {
            throw new JsonException("\"format\" is not its first property");
        }

        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var format) && format >= BackupFormat.Lowest
            ? format
            : throw new JsonException("\"format\" is not a version of the format");
    }

    private static string? FindFault(BackupMetadata metadata)
    {
        if (metadata.Version is null || metadata.Reason is null || metadata.Context is null || metadata.Provider is null || metadata.Database is null
            || metadata.Statistics is null || metadata.Tables is null || HasNull(metadata.Migrations) || HasNull(metadata.Sequences) || HasNull(metadata.LeftOut)
            || (metadata.Selection is { } selection && (HasNull(selection.Where) || selection.Where.Any(condition => condition.Table is null || condition.Condition is null))))
        {
            return "a value is null";
        }

        // The sum is shown, and compared with nothing.
        if (metadata.Statistics.Values.Any(rows => rows < 0) || metadata.Statistics.Values.Aggregate(Int128.Zero, (sum, rows) => sum + rows) > long.MaxValue)
        {
            return "a count of rows is none";
        }

        if (metadata.Sequences.Any(sequence => sequence.Name is null || (sequence.Tables is not null && HasNull(sequence.Tables))))
        {
            return "a sequence has no name, or a null in it";
        }

        if (metadata.Tables.Any(table => table is null || FindFault(table) is not null))
        {
            return metadata.Tables.Select(table => table is null ? "a table is null" : FindFault(table)).First(fault => fault is not null);
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        return metadata.Tables.FirstOrDefault(table => !keys.Add(table.Key)) is { } twice ? $"table {twice.Key} stands in it twice"
            : keys.SetEquals(metadata.Statistics.Keys) ? null : "it counts the rows of other tables than it describes";
    }

    private static string? FindFault(TableDescription table)
    {
        if (table.Key is null || table.Name is null || HasNull(table.Columns) || HasNull(table.PrimaryKey) || HasNull(table.ForeignKeys)
            || HasNull(table.Indexes) || HasNull(table.Entities))
        {
            return "a table has no name, or a null in it";
        }

        var columns = new HashSet<string>(StringComparer.Ordinal);
        if (table.Columns.Any(column => column.Name is null || column.StoreType is null || !columns.Add(column.Name)))
        {
            return $"table {table.Key} has a column without name or type, or one twice";
        }

        if (table.Indexes.Any(index => index.Name is null || HasNull(index.Columns)))
        {
            return $"table {table.Key} has an index without name";
        }

        var whole = table.PrimaryKey.All(columns.Contains) && table.ForeignKeys.All(key =>
            key.References is not null && !HasNull(key.Columns) && !HasNull(key.ReferencedColumns) && key.Columns.All(columns.Contains));
        return whole ? null : $"a key of table {table.Key} names a column that it does not have";
    }

    private static bool HasNull<T>(IReadOnlyList<T>? list)
        where T : class
        => list is null || list.Contains(null!);
}
