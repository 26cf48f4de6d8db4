using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Verification;

/// <summary>Reads some rows of a file again, to show them to people.</summary>
internal sealed class KeyExamples
{
    private const int MostShown = 60;
    private readonly ILookup<string, (KeySource Source, KeyFinding Finding)> _wanted;
    private readonly Dictionary<int, List<string>> _shown = [];

    private KeyExamples(IEnumerable<(KeySource Source, KeyFinding Finding)> findings) => _wanted = findings.ToLookup(pair => pair.Source.Table.Key);

    /// <returns>Examples by the number of the source: <c>Id=5, CustomerId=7</c>.</returns>
    public static IReadOnlyDictionary<int, List<string>> Read(string path, Passphrase? passphrase, IEnumerable<(KeySource Source, KeyFinding Finding)> findings, CancellationToken cancellation)
    {
        var examples = new KeyExamples(findings);
        using var reader = new BackupReader(BackupFile.Open(path, passphrase), path);
        while (reader.NextTable() is { } table)
        {
            var row = 0L;
            while (reader.ReadRows(out var chunk))
            {
                cancellation.ThrowIfCancellationRequested();
                row = examples._wanted.Contains(table.Key) ? examples.Show(table, chunk, row) : row;
                reader.Recycle(chunk);
            }
        }

        return examples._shown;
    }

    private long Show(TableDescription table, RowChunk chunk, long number)
    {
        var labels = RowReader.Labels(table);
        var values = new Range[labels.Length];
        var row = new RowReader(chunk);
        while (!row.AtEnd)
        {
            for (var i = 0; i < labels.Length; i++)
            {
                row.Expect(labels[i]);
                var start = row.Place;
                _ = table.StoredColumns[i].Kind == ValueKind.Json ? row.ReadDocument() : row.ReadValue();
                values[i] = start..row.Place;
            }

            row.EndRow();
            number++;
            foreach (var (source, _) in _wanted[table.Key].Where(pair => pair.Finding.Rows.Contains(number)))
            {
                _shown.TryAdd(source.Number, []);
                _shown[source.Number].Add(Text(source, values, chunk.Bytes));
            }
        }

        return number;
    }

    private static string Text(KeySource source, Range[] values, byte[] bytes)
    {
        var names = source.Table.PrimaryKey.Concat(source.Names).Distinct();
        return string.Join(", ", source.Table.StoredColumns.Select((column, place) => (column.Name, place)).Where(column => names.Contains(column.Name)).Select(column => $"{column.Name}={Short(bytes.AsSpan(values[column.place]))}"));
    }

    private static string Short(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, MostShown)]);
        return value.Length <= MostShown ? text : text + "...";
    }
}
