using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Verification;

/// <summary>Which keys and foreign keys of a backup can be checked by its rows, and how; and which can't, and why.</summary>
internal sealed class KeyPlan
{
    private const string Computed = "the database computes one of its columns";
    private readonly List<KeySource> _sources = [];
    private readonly List<UncheckedKey> _unchecked = [];
    private readonly Dictionary<string, int> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TableDescription> _tables;

    // Where numbers are kept as text, 1.5 and 1.50 are two.
    private readonly bool _numbersAreNumbers;

    private KeyPlan(BackupMetadata backup)
    {
        _numbersAreNumbers = backup.Provider != SupportedDatabases.Sqlite;
        _tables = backup.Tables.ToDictionary(table => table.Key, StringComparer.Ordinal);
    }

    public IReadOnlyList<KeySource> Sources => _sources;

    public IReadOnlyList<UncheckedKey> Unchecked => _unchecked;

    /// <param name="backup">The head of the file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="EfBackupException">No backup has so many keys.</exception>
    public static KeyPlan Of(BackupMetadata backup, string file)
    {
        var plan = new KeyPlan(backup);
        foreach (var table in backup.Tables)
        {
            plan.AddKeys(table);
        }

        // Behind everything that they can reference.
        var references = backup.Tables.SelectMany(table => table.ForeignKeys.SelectMany(key => plan.Plan(table, key))).ToArray();
        var first = plan._sources.Count;
        plan._sources.AddRange(references.Select((source, index) => source with { Number = first + index }));
        return plan._sources.Count <= KeyRecord.MostSources ? plan : throw FileErrors.Limit(file, $"it has {plan._sources.Count} keys");
    }

    private void AddKeys(TableDescription table)
    {
        var unique = table.Indexes.Where(index => index.Unique && !IsPartial(index)).Select(index => index.Columns).Prepend(table.PrimaryKey).Where(columns => columns.Count > 0);
        foreach (var columns in unique)
        {
            if (Places(table, columns) is { } places && places.Distinct().Count() == places.Length)
            {
                _ = Referenced(table, places, [.. places.Select(place => Spelling(table.StoredColumns[place].Kind))], KeyRole.Unique);
            }
        }
    }

    /// <summary>A condition anywhere in its definition: better one key less than one that is found wrong.</summary>
    private static bool IsPartial(IndexDescription index) => index.Definition?.Contains("WHERE", StringComparison.OrdinalIgnoreCase) == true;

    private IEnumerable<KeySource> Plan(TableDescription table, ForeignKeyDescription key)
    {
        if (key.NotValid)
        {
            return Skip(table, key, "the database itself does not hold every row to it (NOT VALID, or of a partition only)");
        }

        if (!_tables.TryGetValue(key.References, out var target))
        {
            return Skip(table, key, $"{key.References} is not in the backup");
        }

        if (key.Columns.Count != key.ReferencedColumns.Count || Places(table, key.Columns) is not { } from || Places(target, key.ReferencedColumns) is not { } to)
        {
            return Skip(table, key, Computed);
        }

        // A key is one key in whichever order its columns are referenced.
        Array.Sort(to, from);
        var kinds = from.Zip(to, (place, other) => (From: table.StoredColumns[place].Kind, To: target.StoredColumns[other].Kind)).ToArray();
        return kinds.Any(pair => !IsComparable(pair.From, pair.To))
            ? Skip(table, key, $"its columns are {Text(kinds.Select(pair => pair.From))}, and those it references {Text(kinds.Select(pair => pair.To))}")
            : SourcesOf(table, key, from, target, to, [.. kinds.Select(pair => pair.From == pair.To ? Spelling(pair.From) : KeySpelling.ByNumber)], DoubtOf(kinds.Select(pair => pair.From)));
    }

    /// <summary>With texts twice: as they are, and as a collation may take them for equal. Which one the columns have only the database knows.</summary>
    private IEnumerable<KeySource> SourcesOf(
        TableDescription table, ForeignKeyDescription key, int[] from, TableDescription target, int[] to, KeySpelling[] spellings, string? doubt)
    {
        KeySource Source(KeySpelling[] compared, string? why)
            => new(0, table, from, compared, Referenced(target, to, compared, KeyRole.Referenced), KeyRole.Reference) { ForeignKey = key, Doubt = why };

        if (from.All(place => table.StoredColumns[place].Kind != ValueKind.String))
        {
            return [Source(spellings, doubt)];
        }

        KeySpelling[] folded = [.. spellings.Zip(from, (spelling, place) => table.StoredColumns[place].Kind == ValueKind.String ? KeySpelling.Folded : spelling)];
        return [Source(spellings, "some of its texts differ from those they reference in case or in spaces at the end: only the database knows whether they are equal"), Source(folded, doubt)];
    }

    private KeySource[] Skip(TableDescription table, ForeignKeyDescription key, string why)
    {
        _unchecked.Add(new UncheckedKey(table.Key, key.Columns, key.References, why));
        return [];
    }

    /// <returns>The set of values that can be referenced in these columns.</returns>
    private int Referenced(TableDescription table, int[] places, KeySpelling[] spellings, KeyRole role)
    {
        var (ordered, compared) = ((int[])places.Clone(), (KeySpelling[])spellings.Clone());
        Array.Sort(ordered, compared);
        var name = $"{table.Key}\n{string.Join(',', ordered)}\n{string.Join(',', compared)}";
        if (!_sets.TryGetValue(name, out var set))
        {
            _sets.Add(name, set = _sets.Count);
            _sources.Add(new KeySource(_sources.Count, table, ordered, compared, set, role));
        }

        return set;
    }

    private KeySpelling Spelling(ValueKind kind)
        => _numbersAreNumbers && kind is ValueKind.Decimal or ValueKind.Single or ValueKind.Double ? KeySpelling.ByNumber : KeySpelling.AsWritten;

    /// <summary>Where numbers are numbers, an integer can be a decimal; a single is another number than the double of its digits.</summary>
    private bool IsComparable(ValueKind from, ValueKind to)
        => from == to || (_numbersAreNumbers && from is ValueKind.Integer or ValueKind.Decimal && to is ValueKind.Integer or ValueKind.Decimal);

    private static string? DoubtOf(IEnumerable<ValueKind> kinds)
        => kinds.Where(kind => kind is ValueKind.Json or ValueKind.Text or ValueKind.Interval).Select(ValueKindConverter.NameOf).FirstOrDefault() is { } kind
            ? $"some of its values are not spelled as those they reference, and equal ones of the kind {kind} need not be"
            : null;

    /// <returns>Null where one is not in the rows.</returns>
    private static int[]? Places(TableDescription table, IReadOnlyList<string> columns)
    {
        int[] places = [.. columns.Select(column => Place(table, column, StringComparison.Ordinal) is >= 0 and var place ? place : Place(table, column, StringComparison.OrdinalIgnoreCase))];
        return places.Contains(-1) ? null : places;
    }

    private static int Place(TableDescription table, string column, StringComparison comparison)
    {
        for (var i = 0; i < table.StoredColumns.Count; i++)
        {
            if (string.Equals(table.StoredColumns[i].Name, column, comparison))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Text(IEnumerable<ValueKind> kinds) => string.Join(", ", kinds.Select(ValueKindConverter.NameOf));
}
