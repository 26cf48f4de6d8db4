using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Restore;

/// <summary>
/// The tables of a backup as far as a database has a place for them, under the names that they have there. What has none is named: with this, values are lost.
/// </summary>
/// <param name="Tables">What is left, as the database names it.</param>
/// <param name="Keys">The key in the file of each of them, by its key in the database.</param>
/// <param name="Projections">How the rows of a table, by its key in the file, become what is left of it.</param>
/// <param name="Losses">A sentence each.</param>
internal sealed record LenientFit(
    IReadOnlyList<TableDescription> Tables, IReadOnlyDictionary<string, string> Keys, IReadOnlyDictionary<string, RowProjection> Projections, IReadOnlyList<string> Losses)
{
    /// <param name="backup">The tables of the file.</param>
    /// <param name="database">The tables of the database.</param>
    /// <param name="renames">What migrations call things by now.</param>
    /// <param name="rows">How many rows each table of the file has.</param>
    /// <param name="names">How identifiers compare.</param>
    public static LenientFit Of(IReadOnlyList<TableDescription> backup, IReadOnlyList<TableDescription> database, Renames renames, IReadOnlyDictionary<string, long> rows, StringComparer names)
    {
        var tables = new List<TableDescription>();
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var projections = new Dictionary<string, RowProjection>(StringComparer.Ordinal);
        var losses = new List<string>();
        foreach (var table in backup)
        {
            var name = renames.TableOf(table.Name);
            if (database.FirstOrDefault(candidate => names.Equals(candidate.Name, name) && candidate.Schema == table.Schema) is not { } target)
            {
                losses.Add($"table {table.Key} with its {rows[table.Key]} rows");
                continue;
            }

            string?[] places = [.. table.StoredColumns.Select(column => PlaceOf(renames.ColumnOf(table.Name, column.Name), target, names))];
            losses.AddRange(table.StoredColumns.Zip(places).Where(pair => pair.Second is null).Select(pair => $"column {table.Key}.{pair.First.Name}"));
            tables.Add(Fitted(table, target, places));
            keys[target.Key] = table.Key;
            if (!table.StoredColumns.Select(column => column.Name).SequenceEqual(places))
            {
                projections.Add(table.Key, new RowProjection(table, places));
            }
        }

        return new LenientFit(tables, keys, projections, losses);
    }

    private static string? PlaceOf(string column, TableDescription target, StringComparer names)
        => target.StoredColumns.FirstOrDefault(candidate => names.Equals(candidate.Name, column))?.Name;

    private static TableDescription Fitted(TableDescription table, TableDescription target, string?[] places)
    {
        var renamed = table.StoredColumns.Zip(places).ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
        return table with
        {
            Key = target.Key,
            Name = target.Name,
            Columns = [.. table.StoredColumns.Zip(places).Where(pair => pair.Second is not null).Select(pair => pair.First with { Name = pair.Second! })],
            PrimaryKey = [.. table.PrimaryKey.Select(column => renamed.GetValueOrDefault(column) ?? column)],
        };
    }
}
