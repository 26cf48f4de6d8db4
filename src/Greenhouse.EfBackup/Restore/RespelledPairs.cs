using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Documents;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Tables of a backup of another kind of database, with their documents as the provider of this one spells them.</summary>
/// <param name="model">Says what is in documents.</param>
/// <param name="names">How identifiers compare in the database.</param>
/// <param name="provider">That of the backup.</param>
/// <param name="inMemory">The database holds entities, and leaves nothing out of a document.</param>
internal sealed class RespelledPairs(ModelTables model, StringComparer names, string provider, bool inMemory)
{
    private readonly List<string> _notes = [];
    private readonly List<string> _differences = [];

    /// <summary>What is assumed about values whose meaning not every database keeps, of the pairs so far.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What can't be spelled as this database would, a sentence each, of the pairs so far.</summary>
    public IReadOnlyList<string> Differences => _differences;

    public TablePair Of(TablePair pair)
    {
        var places = pair.Source.StoredColumns.Select(column => (Column: column, Place: pair.Target.StoredColumns.FirstOrDefault(place => names.Equals(place.Name, column.Name)))).ToArray();
        IValueSpelling?[] spellings = [.. places.Select(found => found.Place is null ? null : SpellingOf(pair, found.Column, found.Place))];
        return spellings.Any(spelling => spelling is not null)
            ? pair with
            {
                Source = pair.Source with { Columns = [.. places.Zip(spellings, (found, spelling) => spelling is null or DocumentSpelling ? found.Column : found.Column with { Kind = found.Place!.Kind, StoreType = found.Place.StoreType })] },
                Projection = new RowProjection(pair.Source, [.. pair.Source.StoredColumns.Select(column => column.Name)], spellings),
            }
            : pair;
    }

    private IValueSpelling? SpellingOf(TablePair pair, ColumnDescription column, ColumnDescription place)
    {
        if (column.Kind != place.Kind && !KindConversion.IsPossible(column, place))
        {
            return null;
        }

        var isHexadecimal = provider == SupportedDatabases.Sqlite;
        if (KindConversion.IsArray(column) != KindConversion.IsArray(place))
        {
            if (model.ElementOf(pair.Target, place.Name) is { } element)
            {
                return KindConversion.IsArray(place) ? new ArrayOfList(place, element, isHexadecimal) : new ListSpelling(place, element, isArray: true);
            }

            _differences.Add($"{SchemaComparison.OtherKind(pair.Source, column, place)}: the model does not say what is in the list");
            return null;
        }

        if (place.Kind is not (ValueKind.Json or ValueKind.String) || model.ShapeOf(pair.Target, place.Name) is not { } shape || !(inMemory || shape.Leaves.Any(leaf => leaf.IsSpelledByProvider)))
        {
            return null;
        }

        if (shape.Leaves.Where(leaf => leaf.Type == typeof(DateTime)).Select(leaf => leaf.Name).Distinct().ToArray() is { Length: > 0 } moments)
        {
            _notes.Add($"times inside of {pair.Target.Key}.{place.Name} ({string.Join(", ", moments)}) are taken for UTC where the database wants a zone and they have none, and lose it where it keeps none");
        }

        return new DocumentSpelling(place.Name, shape, isHexadecimal, completes: inMemory);
    }
}
