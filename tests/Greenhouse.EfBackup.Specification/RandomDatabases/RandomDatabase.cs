namespace Greenhouse.EfBackup.Specification.RandomDatabases;

/// <summary>A type of columns of one kind of database.</summary>
/// <param name="Store">As the database spells it.</param>
/// <param name="Clr">As a model maps it; null where none does, and the column is the database's only.</param>
/// <param name="Distinct">Values as SQL, no two of which are the same; with none, it is no type of a key.</param>
/// <param name="Others">Values that may be the same as another one, or none of the type.</param>
/// <param name="IsDocument">The model maps it as an owned type in JSON.</param>
public sealed record ColumnType(string Store, Type? Clr, IReadOnlyList<string> Distinct, IReadOnlyList<string> Others, bool IsDocument = false)
{
    public IReadOnlyList<string> All => [.. Distinct, .. Others];
}

/// <summary>What random databases of one kind are made of.</summary>
/// <param name="Types">The columns that there can be.</param>
/// <param name="Counted">That of keys that the database counts.</param>
/// <param name="CountedKey">The definition of such a key.</param>
/// <param name="AddsReferences">References are added when all tables are there; otherwise they are part of a table.</param>
/// <param name="Kinds">The kinds of the format that come of all that.</param>
public sealed record RandomDialect(IReadOnlyList<ColumnType> Types, ColumnType Counted, string CountedKey, bool AddsReferences, IReadOnlyList<string> Kinds);

public sealed record RandomColumn(string Name, ColumnType Type, bool Nullable);

/// <param name="Columns">Of the table itself.</param>
/// <param name="Table">The other one.</param>
/// <param name="Action">What happens to a row whose other one is deleted.</param>
public sealed record RandomReference(IReadOnlyList<string> Columns, RandomTable Table, string Action);

/// <param name="Key">Columns of the primary key, with which <paramref name="Columns"/> begin; empty for none.</param>
/// <param name="IsCounted">The key is a number that the database counts.</param>
/// <param name="Rows">Values as SQL.</param>
public sealed record RandomTable(string Name, IReadOnlyList<string> Key, bool IsCounted, IReadOnlyList<RandomColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public IReadOnlyList<RandomReference> References { get; init; } = [];
}

/// <param name="IsMapped">The model maps all tables; otherwise none.</param>
public sealed record RandomDatabase(IReadOnlyList<RandomTable> Tables, bool IsMapped)
{
    /// <summary>How many tables reference each other in a ring, at most: 1 for one that references itself, 0 for none.</summary>
    public int LargestCycle
    {
        get
        {
            var reached = Tables.ToDictionary(table => table.Name, table => Reach(table));
            return Tables.Select(table => reached[table.Name].Count(other => reached[other].Contains(table.Name) && reached[table.Name].Contains(table.Name))).Max();
        }
    }

    private HashSet<string> Reach(RandomTable from)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<RandomTable>([from]);
        while (next.TryDequeue(out var table))
        {
            foreach (var reference in table.References.Where(reference => reached.Add(reference.Table.Name)))
            {
                next.Enqueue(Tables.First(other => other.Name == reference.Table.Name));
            }
        }

        return reached;
    }
}
