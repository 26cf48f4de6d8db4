using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Documents;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Tables of a backup of another kind of database, with their documents as the provider of this one spells them.</summary>
/// <param name="model">Says what is in documents.</param>
/// <param name="names">How identifiers compare in the database.</param>
/// <param name="provider">That of the backup.</param>
internal sealed class RespelledPairs(ModelTables model, StringComparer names, string provider)
{
    private readonly List<string> _notes = [];

    /// <summary>What is assumed about values whose meaning not every database keeps, of the pairs so far.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public TablePair Of(TablePair pair)
    {
        IValueSpelling?[] spellings = [.. pair.Source.StoredColumns.Select(column => SpellingOf(column, pair.Target))];
        return spellings.Any(spelling => spelling is not null)
            ? pair with { Projection = new RowProjection(pair.Source, [.. pair.Source.StoredColumns.Select(column => column.Name)], spellings) }
            : pair;
    }

    private DocumentSpelling? SpellingOf(ColumnDescription column, TableDescription target)
    {
        if (target.StoredColumns.FirstOrDefault(place => names.Equals(place.Name, column.Name)) is not { Kind: ValueKind.Json or ValueKind.String } place
            || model.ShapeOf(target, place.Name) is not { } shape)
        {
            return null;
        }

        if (shape.Leaves.Where(leaf => leaf.IsMoment).Select(leaf => leaf.Name).Distinct().ToArray() is { Length: > 0 } moments)
        {
            _notes.Add($"times inside of {target.Key}.{place.Name} ({string.Join(", ", moments)}) are taken for UTC where the database wants a zone and they have none, and lose it where it keeps none");
        }

        return new DocumentSpelling(place.Name, shape, isHexadecimal: provider == SupportedDatabases.Sqlite);
    }
}
