using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases;

/// <summary>
/// Follows foreign keys of integers while the rows go by, which costs nothing beside asking the database to join every row: whatever is referenced and
/// whatever is there is a bit each, and at the end one set must lie within the other. Keys that are spread too far for that are the database's to follow.
/// </summary>
/// <typeparam name="T">A foreign key, as the kind of database has it.</typeparam>
internal sealed class KeyWatch<T>
{
    // Eight megabytes a set; and of all sets, not more than this.
    private const long MostValues = 8L << 23;
    private const long MostBytes = 32 << 20;
    private readonly List<(T Key, KeyBits Referenced, KeyBits References)> _watched = [];
    private readonly Dictionary<(string Table, string Column), List<KeyBits>> _columns = [];

    /// <summary>The keys that are followed.</summary>
    public IEnumerable<T> Keys => _watched.Select(watched => watched.Key);

    /// <param name="keys">Foreign keys of integers between tables that will be read.</param>
    /// <param name="ends">Asks for the first and the last value of a column that is referenced; of an empty table, two between which nothing lies. Null where they are not integers.</param>
    public static async Task<KeyWatch<T>> PlanAsync(IEnumerable<WatchableKey<T>> keys, Func<TableDescription, string, Task<(long First, long Last)?>> ends)
    {
        var watch = new KeyWatch<T>();
        var known = new Dictionary<(string Table, string Column), (KeyBits Bits, long First, long Span)>();
        var refused = new HashSet<(string Table, string Column)>();
        var room = MostBytes;
        foreach (var key in keys)
        {
            if (refused.Contains((key.Principal.Key, key.Referenced)))
            {
                continue;
            }

            if (!known.TryGetValue((key.Principal.Key, key.Referenced), out var set))
            {
                if (await ends(key.Principal, key.Referenced) is not var (first, last) || (decimal)last - first + 1 is var span && (span > MostValues || 2 * (long)span / 8 > room))
                {
                    refused.Add((key.Principal.Key, key.Referenced));
                    continue;
                }

                set = (new KeyBits(first, (long)span), first, (long)span);
                room -= set.Span / 8;
                known.Add((key.Principal.Key, key.Referenced), set);
                watch.Watch(key.Principal, key.Referenced, set.Bits);
            }

            if (set.Span / 8 <= room)
            {
                room -= set.Span / 8;
                var references = new KeyBits(set.First, set.Span);
                watch.Watch(key.Table, key.Column, references);
                watch._watched.Add((key.Key, set.Bits, references));
            }
        }

        return watch;
    }

    /// <summary>The sets that a column's values go into.</summary>
    public IReadOnlyList<KeyBits> SetsOf(TableDescription table, string column) => _columns.GetValueOrDefault((table.Key, column)) ?? [];

    /// <summary>After all rows have gone by: the keys that lead nowhere.</summary>
    public IReadOnlyList<T> FindBroken() => [.. _watched.Where(watched => !watched.References.IsWithin(watched.Referenced)).Select(watched => watched.Key)];

    private void Watch(TableDescription table, string column, KeyBits bits)
    {
        if (!_columns.TryGetValue((table.Key, column), out var sets))
        {
            _columns.Add((table.Key, column), sets = []);
        }

        sets.Add(bits);
    }
}

/// <summary>A foreign key of one column of integers.</summary>
/// <param name="Key">The key, as the kind of database has it.</param>
/// <param name="Table">The table that has it.</param>
/// <param name="Column">Its column, as the table calls it.</param>
/// <param name="Principal">The table that it references.</param>
/// <param name="Referenced">The column there.</param>
internal readonly record struct WatchableKey<T>(T Key, TableDescription Table, string Column, TableDescription Principal, string Referenced);
