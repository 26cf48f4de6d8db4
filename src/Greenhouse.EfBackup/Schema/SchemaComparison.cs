using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Schema;

/// <summary>Holds the tables of a backup against those of a database: whether every backed-up value has its place, and every required one its value.</summary>
/// <param name="Pairs">Each table of the backup with the table of the database that takes its rows, in the backup's order.</param>
/// <param name="Differences">What does not fit, a sentence each; empty where the backup can be restored.</param>
/// <param name="Defaulted">Columns of the database that the backup does not have and that take null or their default: <c>table.column</c>.</param>
/// <param name="Converted">What becomes of values of another kind of database, where that is not plain, a sentence each.</param>
internal sealed record SchemaComparison(
    IReadOnlyList<TablePair> Pairs, IReadOnlyList<string> Differences, IReadOnlyList<string> Defaulted, IReadOnlyList<string> Converted)
{
    /// <param name="backup">The backup's tables.</param>
    /// <param name="database">Every table of the database that can take rows.</param>
    /// <param name="names">How identifiers compare in the database.</param>
    /// <param name="foreign">The backup is of another kind of database.</param>
    public static SchemaComparison Of(IReadOnlyList<TableDescription> backup, IReadOnlyList<TableDescription> database, StringComparer names, bool foreign = false)
    {
        var pairs = new List<TablePair>();
        var differences = new List<string>();
        var defaulted = new List<string>();
        var converted = new List<string>();
        foreach (var source in backup)
        {
            if (Counterpart(source, database, names, foreign) is { } target)
            {
                pairs.Add(new TablePair(source, target, foreign, OtherTypes: [.. source.StoredColumns.Where(column => HasOtherType(column, target, names)).Select(column => column.Kind).Distinct()]));
                differences.AddRange(Compare(source, target, names, foreign));
                converted.AddRange(foreign ? KindConversion.NotesOf(source, target, names) : []);
                defaulted.AddRange(Missing(source, target, names).Where(column => !IsRequired(column)).Select(column => $"{target.Key}.{column.Name}"));
            }
            else
            {
                differences.Add($"table {source.Key} is in the backup and not in the database");
            }
        }

        // Schemas may tell two tables apart where the other kind of database has none.
        differences.AddRange(pairs.GroupBy(pair => pair.Target.Key).Where(same => same.Count() > 1)
            .Select(same => $"tables {string.Join(" and ", same.Select(pair => pair.Source.Key))} of the backup are one table, {same.Key}, in the database"));
        return new SchemaComparison(pairs, differences, defaulted, converted);
    }

    private static IEnumerable<string> Compare(TableDescription source, TableDescription target, StringComparer names, bool foreign)
    {
        foreach (var column in source.StoredColumns)
        {
            var place = target.Columns.FirstOrDefault(candidate => names.Equals(candidate.Name, column.Name));
            if (place is null)
            {
                yield return $"column {source.Key}.{column.Name} is in the backup and not in the database";
            }
            else if (place.Generated)
            {
                yield return $"column {source.Key}.{column.Name} holds values in the backup and is computed in the database";
            }
            else if (place.Kind != column.Kind && !(foreign && KindConversion.IsPossible(column, place)))
            {
                yield return OtherKind(source, column, place);
            }
            // SQLite says of a key that its column may be null, and keeps none there.
            else if (column.Nullable && !place.Nullable && !(foreign && source.PrimaryKey.Contains(column.Name, names)))
            {
                yield return $"column {source.Key}.{column.Name} may be null in the backup and not in the database";
            }
        }

        foreach (var column in Missing(source, target, names).Where(IsRequired))
        {
            yield return $"column {target.Key}.{column.Name} is required in the database and not in the backup";
        }

        if (!source.PrimaryKey.SequenceEqual(target.PrimaryKey, names))
        {
            yield return $"the primary key of {source.Key} is ({string.Join(", ", source.PrimaryKey)}) in the backup and ({string.Join(", ", target.PrimaryKey)}) in the database";
        }
    }

    /// <summary>That a column has another kind of values in the database.</summary>
    public static string OtherKind(TableDescription source, ColumnDescription column, ColumnDescription place)
        => $"column {source.Key}.{column.Name} is {ValueKindConverter.NameOf(column.Kind)} ({column.StoreType}) in the backup and {ValueKindConverter.NameOf(place.Kind)} ({place.StoreType}) in the database";

    /// <summary>Not every kind of database has schemas: between kinds, a table's name is enough where only one has it.</summary>
    public static TableDescription? Counterpart(TableDescription source, IReadOnlyList<TableDescription> database, StringComparer names, bool foreign)
        => database.FirstOrDefault(table => names.Equals(table.Key, source.Key))
            ?? (foreign && database.Where(table => names.Equals(table.Name, source.Name)).ToArray() is [var only] ? only : null);

    private static bool HasOtherType(ColumnDescription column, TableDescription target, StringComparer names)
        => target.StoredColumns.Any(place => names.Equals(place.Name, column.Name) && place.StoreType != column.StoreType);

    private static IEnumerable<ColumnDescription> Missing(TableDescription source, TableDescription target, StringComparer names)
        => target.StoredColumns.Where(column => !source.Columns.Any(candidate => names.Equals(candidate.Name, column.Name)));

    private static bool IsRequired(ColumnDescription column) => !column.Nullable && column.Default is null;
}

/// <summary>A table of the backup, and the one of the database that takes its rows.</summary>
/// <param name="Foreign">The backup is of another kind of database.</param>
/// <param name="OtherTypes">The kinds of values that go into another type than they came from.</param>
internal sealed record TablePair(TableDescription Source, TableDescription Target, bool Foreign, IReadOnlyList<ValueKind> OtherTypes)
{
    /// <summary>How the rows of the file become those of <see cref="Source"/>; null where they are.</summary>
    public RowProjection? Projection { get; init; }

    /// <summary>
    /// What was loaded must be read back: it is of another kind of database, or values that only the database understands (arrays, rows in columns) go into
    /// another type, which may change them and say nothing.
    /// </summary>
    public bool MustBeReadBack => Foreign || OtherTypes.Contains(ValueKind.Text);

    /// <summary>What is read back need not be spelled as in the file (a <c>numeric(12,4)</c> is padded to four digits): it is compared value by value.</summary>
    public bool MayBeRespelled => Foreign || OtherTypes.Count > 0 || Projection is not null;
}
