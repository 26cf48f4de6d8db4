using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>The rows of a seed, bound to the tables of a database, each with what it references.</summary>
/// <param name="Rows">In load order of their tables, and there as the seed has them.</param>
internal sealed record SeedPlan(IReadOnlyList<SeedRow> Rows)
{
    /// <exception cref="EfBackupException">It names what there is not, or holds what a column can't take.</exception>
    public static SeedPlan Of(SeedText seed, SeedSchema schema, DateTimeOffset now)
    {
        var reader = new SeedValueReader(now);
        var rows = seed.Tables.SelectMany(table => Bind(table, schema.Table(table, seed.File), seed.File, schema, reader)).ToArray();
        new SeedReferences(rows, schema).Link();
        var places = schema.Tables.Select((table, place) => (table.Key, place)).ToDictionary(pair => pair.Key, pair => pair.place);
        return new SeedPlan([.. rows.OrderBy(row => places[row.Table.Key])]);
    }

    /// <summary>The columns of a table whose values must be known of its rows: its key, and what rows of the seed take from them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ColumnDescription>> WantedColumns()
    {
        var taken = Rows.SelectMany(row => row.Cells).Select(cell => cell.Source).OfType<(SeedRow Row, ColumnDescription Column)>().ToLookup(source => source.Row.Table.Key, source => source.Column);
        return Rows.Select(row => row.Table).DistinctBy(table => table.Key).ToDictionary(
            table => table.Key,
            table => (IReadOnlyList<ColumnDescription>)[.. table.PrimaryKey.Select(name => table.Columns.First(column => column.Name == name)).Union(taken[table.Key])]);
    }

    private static IEnumerable<SeedRow> Bind(SeedTableText text, TableDescription table, string file, SeedSchema schema, SeedValueReader reader)
    {
        var discriminator = schema.DiscriminatorOf(table, text.Name);
        foreach (var row in text.Rows)
        {
            var place = new SeedPlace(file, text.Name, row.Number, row.Line);
            var cells = new List<PlannedCell>();
            foreach (var (name, value) in row.Values)
            {
                cells.Add(Bind(table, schema.Column(table, name, place), name, value));
            }

            if (cells.GroupBy(cell => cell.Column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw SeedErrors.Row(place, $"has {twice.Key} twice, under two names", "leave one of them out");
            }

            if (discriminator is not null && cells.All(cell => cell.Column.Name != discriminator.Column.Name))
            {
                cells.Add(new PlannedCell(discriminator.Column, discriminator.Value));
            }

            yield return new SeedRow(table, place, row.Name, cells);

            PlannedCell Bind(TableDescription described, ColumnDescription column, string name, System.Text.Json.JsonElement value)
            {
                try
                {
                    var cell = reader.Read(column, schema.EnumerationOf(described, column), value);
                    return cell.Value is { } given && schema.SpellingOf(described, column) is { } spelling ? new PlannedCell(column, spelling(given)) { IsRelative = cell.IsRelative } : cell;
                }
                catch (ValueNotHeldException exception)
                {
                    throw SeedErrors.Row(place, $"has for {name} what does not fit: {exception.Message}", "correct the value", exception);
                }
                catch (FormatException exception)
                {
                    throw SeedErrors.Row(place, $"has for {name} {exception.Message}", "correct the value", exception);
                }
            }
        }
    }
}
