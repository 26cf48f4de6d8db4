using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A backup in which somebody has changed something, with every hash right: nothing in a file proves who wrote it.</summary>
internal static class ChangedFile
{
    /// <summary>Writes a file anew with other metadata.</summary>
    /// <param name="change">Its tables are the same ones, in the same order.</param>
    public static void Write(string file, Func<BackupMetadata, BackupMetadata> change) => Write(file, change, lines => lines);

    /// <summary>Writes a file anew with other rows.</summary>
    /// <param name="change">Gives the lines of a table, as many as before.</param>
    public static void WriteRows(string file, Func<string, string> change) => Write(file, metadata => metadata, change);

    /// <summary>The same with one table's description changed.</summary>
    public static void Write(string file, string table, Func<TableDescription, TableDescription> change)
        => Write(file, metadata =>
        {
            TableDescription[] tables = [.. metadata.Tables.Select(one => one.Key == table ? change(one) : one)];
            return metadata with
            {
                Tables = tables,
                Statistics = metadata.Tables.Zip(tables).ToDictionary(pair => pair.Second.Key, pair => metadata.Statistics[pair.First.Key]),
            };
        });

    /// <summary>The same with one column's description changed.</summary>
    public static void Write(string file, string table, string column, Func<ColumnDescription, ColumnDescription> change)
        => Write(file, table, one => one with { Columns = [.. one.Columns.Select(candidate => candidate.Name == column ? change(candidate) : candidate)] });

    private static void Write(string file, Func<BackupMetadata, BackupMetadata> change, Func<string, string> changeRows)
    {
        var rows = new Queue<string>();
        BackupMetadata metadata;
        using (var reader = new BackupReader(File.OpenRead(file), file))
        {
            metadata = change(reader.Metadata);
            while (reader.NextTable() is not null)
            {
                rows.Enqueue(changeRows(ReadRows(reader)));
            }
        }

        using var output = File.Create(file);
        using var writer = new BackupWriter(output);
        writer.Begin(metadata);
        foreach (var table in metadata.Tables)
        {
            WriteRows(writer.BeginTable(table), rows.Dequeue());
            writer.EndTable();
        }

        writer.Complete();
    }

    private static string ReadRows(BackupReader reader)
    {
        using var bytes = new MemoryStream();
        while (reader.ReadRows(out var chunk))
        {
            bytes.Write(chunk.Span);
            reader.Recycle(chunk);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteRows(RowSink sink, string lines)
    {
        foreach (var row in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            sink.BeginRow();
            sink.Buffer.WriteRaw(Encoding.UTF8.GetBytes(row.TrimEnd(',')));
            sink.EndRow();
        }
    }
}
