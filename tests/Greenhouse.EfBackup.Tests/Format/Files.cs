using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tests.Format;

/// <summary>A table's key and the bytes of its row lines.</summary>
internal sealed record ReadTable(string Key, long Rows, byte[] Lines);

/// <summary>Backup files in memory: written and read by the library.</summary>
internal static class Files
{
    public static string Archive(string name) => Path.Combine(AppContext.BaseDirectory, "Archives", name);

    public static byte[] ReadArchive(string name) => File.ReadAllBytes(Archive(name));

    public static TableDescription Table(string key, params ColumnDescription[] columns) => new() { Key = key, Name = key, Columns = columns };

    public static ColumnDescription Column(string name, ValueKind kind = ValueKind.Integer, string storeType = "INTEGER")
        => new() { Name = name, StoreType = storeType, Kind = kind };

    public static BackupMetadata Metadata(IEnumerable<(TableDescription Table, long Rows)> tables)
    {
        var all = tables.ToArray();
        return new BackupMetadata
        {
            Format = 1,
            Version = "1.0.0",
            Timestamp = new DateTimeOffset(2024, 1, 1, 10, 0, 0, TimeSpan.Zero),
            Reason = Reasons.Manual,
            Context = "Shop.ShopContext",
            Provider = "Microsoft.EntityFrameworkCore.Sqlite",
            Database = "shop.db",
            Statistics = all.ToDictionary(pair => pair.Table.Key, pair => pair.Rows),
            Tables = [.. all.Select(pair => pair.Table)],
        };
    }

    /// <summary>Writes tables whose rows are given as the JSON of each row.</summary>
    public static byte[] Write(BackupMetadata metadata, Func<TableDescription, IEnumerable<byte[]>> rows)
    {
        using var output = new MemoryStream();
        using (var writer = new BackupWriter(output))
        {
            writer.Begin(metadata);
            foreach (var table in metadata.Tables)
            {
                var sink = writer.BeginTable(table);
                foreach (var row in rows(table))
                {
                    sink.BeginRow();
                    sink.Buffer.WriteRaw(row);
                    sink.EndRow();
                }

                writer.EndTable();
            }

            writer.Complete();
        }

        return output.ToArray();
    }

    public static byte[] Write(TableDescription table, params string[] rows)
        => Write(Metadata([(table, rows.Length)]), _ => rows.Select(Encoding.UTF8.GetBytes));

    /// <summary>Reads a whole file, tail included.</summary>
    public static (BackupMetadata Metadata, IReadOnlyList<ReadTable> Tables) Read(byte[] file) => Read(new MemoryStream(file));

    public static (BackupMetadata Metadata, IReadOnlyList<ReadTable> Tables) Read(Stream input)
    {
        using var reader = new BackupReader(input, "test.json");
        var lines = new List<byte[]>();
        while (reader.NextTable() is not null)
        {
            using var bytes = new MemoryStream();
            while (reader.ReadRows(out var chunk))
            {
                bytes.Write(chunk.Span);
                reader.Recycle(chunk);
            }

            lines.Add(bytes.ToArray());
        }

        var integrity = reader.Finish();
        return (reader.Metadata, [.. integrity.Zip(lines, (table, bytes) => new ReadTable(table.Key, table.Rows, bytes))]);
    }
}
