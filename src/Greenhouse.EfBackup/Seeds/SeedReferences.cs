using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>Finds what the rows of a seed reference among themselves: by a name, or by the values of a foreign key.</summary>
internal sealed class SeedReferences(IReadOnlyList<SeedRow> rows, SeedSchema schema)
{
    private readonly Dictionary<(string Table, string Columns), Dictionary<string, SeedRow>> _byValues = [];
    private readonly ILookup<string, SeedRow> _byTable = rows.ToLookup(row => row.Table.Key);

    /// <exception cref="EfBackupException">A name is none, or of two rows, or a reference has no column to take.</exception>
    public void Link()
    {
        var named = new Dictionary<string, SeedRow>(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => row.Name is not null))
        {
            if (!named.TryAdd(row.Name!, row))
            {
                throw new EfBackupException(ErrorCode.SeedNames, $"{row.Place} has the name {row.Name}, which {named[row.Name!].Place} has too", "names are unique in a seed; give one of them another");
            }
        }

        foreach (var row in rows)
        {
            foreach (var cell in row.Cells.Where(cell => cell.Reference is not null))
            {
                var target = named.GetValueOrDefault(cell.Reference!) ?? throw SeedErrors.NoRow(row.Place, cell.Column.Name, cell.Reference!, named.Keys);
                cell.Source = (target, SourceOf(row, cell, target));
                row.Links.Add(new SeedLink(target, [cell]));
            }

            foreach (var key in row.Table.ForeignKeys)
            {
                LinkByValues(row, key);
            }
        }
    }

    private ColumnDescription SourceOf(SeedRow row, PlannedCell cell, SeedRow target)
    {
        if (cell.ReferencedColumn is { } named)
        {
            return schema.Column(target.Table, named, row.Place);
        }

        foreach (var key in row.Table.ForeignKeys.Where(key => key.References == target.Table.Key && key.Columns.Count == key.ReferencedColumns.Count))
        {
            var place = key.Columns.ToList().FindIndex(column => schema.IsSame(column, cell.Column.Name));
            if (place >= 0)
            {
                return target.Table.Columns.First(column => schema.IsSame(column.Name, key.ReferencedColumns[place]));
            }
        }

        return target.Table.PrimaryKey is [var only]
            ? target.Table.Columns.First(column => column.Name == only)
            : throw SeedErrors.Row(row.Place, $"references {cell.Reference} in {cell.Column.Name}, and which of the columns of {target.Table.Key} is meant is not known", $"name it: {{\"{SeedText.ReferenceKey}\": \"{cell.Reference}\", \"column\": \"...\"}}");
    }

    /// <summary>A row that is named by its key comes first as well.</summary>
    private void LinkByValues(SeedRow row, ForeignKeyDescription key)
    {
        PlannedCell?[] cells = [.. key.Columns.Select(row.Cell)];
        if (cells.Length == key.ReferencedColumns.Count && ValuesOf(cells) is { } values && ByValues(key).TryGetValue(values, out var target) && target != row)
        {
            row.Links.Add(new SeedLink(target, [.. cells.OfType<PlannedCell>()]));
        }
    }

    private Dictionary<string, SeedRow> ByValues(ForeignKeyDescription key)
    {
        var columns = string.Join('\n', key.ReferencedColumns);
        if (!_byValues.TryGetValue((key.References, columns), out var found))
        {
            _byValues[(key.References, columns)] = found = new(StringComparer.Ordinal);
            foreach (var row in _byTable[key.References])
            {
                if (ValuesOf([.. key.ReferencedColumns.Select(row.Cell)]) is { } values)
                {
                    found.TryAdd(values, row);
                }
            }
        }

        return found;
    }

    /// <returns>Null where one of them is missing, null, or that of another row.</returns>
    private static string? ValuesOf(PlannedCell?[] cells)
        => cells.All(cell => cell?.Value is { Form: not SeedForm.Null }) ? string.Join('\n', cells.Select(cell => System.Text.Json.JsonSerializer.Serialize(cell!.Value!.Text))) : null;
}
