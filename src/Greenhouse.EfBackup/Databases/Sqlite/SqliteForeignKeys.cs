using Greenhouse.EfBackup.Format;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Finds rows whose foreign keys lead nowhere. SQLite's own check looks every row up one by one; a join along the key's index answers the usual
/// question (is there any?) ten times faster, and only where it says yes, or can't be asked, SQLite's check names the rows.
/// </summary>
internal sealed class SqliteForeignKeys(SqliteConnection connection)
{
    private const int Examples = 3;

    // https://www.sqlite.org/lang_createtable.html#rowid
    private static readonly string[] _rowIds = ["rowid", "_rowid_", "oid"];

    /// <summary>A name that the row id of a table goes by; null where columns of the table's own take every one.</summary>
    public static string? RowIdOf(TableDescription table)
        => _rowIds.FirstOrDefault(name => !table.Columns.Any(column => SqliteNameComparer.Instance.Equals(column.Name, name)));

    /// <param name="tables">The tables whose keys are followed.</param>
    /// <param name="watched">Keys that need not be.</param>
    public IReadOnlyList<DanglingRows> FindDanglingRows(IReadOnlyList<TableDescription> tables, KeyWatch<SqliteForeignKey>? watched = null)
    {
        var schema = ReadSchema();
        var others = watched?.Keys.Select(other => other.Key).ToHashSet(ReferenceEqualityComparer.Instance) ?? [];
        return [.. tables
            .Where(table => table.ForeignKeys.Any(key => !others.Contains(key) && !(CanJoin(schema[table.Name], key, schema) && JoinFindsNone(table, key))))
            .SelectMany(Check)];
    }

    /// <summary>The keys that can be followed while the rows of these tables are read.</summary>
    public KeyWatch<SqliteForeignKey> Watch(IReadOnlyList<TableDescription> tables)
    {
        var schema = ReadSchema();
        static ColumnDescription? Integer(TableDescription table, string name)
            => table.StoredColumns.FirstOrDefault(column => SqliteNameComparer.Instance.Equals(column.Name, name) && SqliteKinds.AffinityOf(column.StoreType) is Affinity.Integer);

        IEnumerable<WatchableKey<SqliteForeignKey>> Watchable(TableDescription table, ForeignKeyDescription key)
            => tables.FirstOrDefault(other => SqliteNameComparer.Instance.Equals(other.Key, key.References)) is { } principal
                && key.Columns is [var column] && CanJoin(schema[table.Name], key, schema)
                && Integer(table, column) is { } child && Integer(principal, key.ReferencedColumns[0]) is { } parent
                ? [new(new(table, key), table, child.Name, principal, parent.Name)] : [];

        var keys = tables.SelectMany(table => table.ForeignKeys.SelectMany(key => Watchable(table, key)));
        return KeyWatch<SqliteForeignKey>.PlanAsync(keys, (table, column) => Task.FromResult(Ends(table, column))).GetAwaiter().GetResult();
    }

    /// <summary>What the watch has found, with its rows.</summary>
    public IReadOnlyList<DanglingRows> Describe(KeyWatch<SqliteForeignKey> watch) => [.. watch.FindBroken().Select(broken => broken.Table).Distinct().SelectMany(Check)];

    private Dictionary<string, Schema.LiveTable> ReadSchema() => SqliteCatalog.Read(connection).Tables.ToDictionary(table => table.Name, SqliteNameComparer.Instance);

    /// <summary>A column may hold whatever it likes: where one end is no integer, there are no ends.</summary>
    private (long First, long Last)? Ends(TableDescription table, string column)
    {
        var (name, rows) = (SqliteNames.Quote(column), SqliteNames.Quote(table.Name));
        return SqliteCatalog.Query<(long, long)?>(
            connection,
            // Each by itself is looked up in the index, and both at once read every row (https://www.sqlite.org/optoverview.html#the_min_max_optimization).
            $"SELECT coalesce((SELECT min({name}) FROM {rows}), 1), coalesce((SELECT max({name}) FROM {rows}), 0)",
            row => row.GetValue(0) is long first && row.GetValue(1) is long last ? (first, last) : null)[0];
    }

    /// <summary>
    /// The join finds what the check finds if the referenced columns have an index to be looked up by and both sides compare alike, column by
    /// column (https://www.sqlite.org/foreignkeys.html, section 3, and datatype3.html, section 4.2).
    /// </summary>
    private static bool CanJoin(Schema.LiveTable table, ForeignKeyDescription key, Dictionary<string, Schema.LiveTable> schema)
    {
        if (!schema.TryGetValue(key.References, out var parent) || key.ReferencedColumns.Count != key.Columns.Count)
        {
            return false;
        }

        var names = SqliteNameComparer.Instance;
        Affinity? AffinityOf(Schema.LiveTable owner, string column)
            => owner.Columns.FirstOrDefault(candidate => names.Equals(candidate.Name, column)) is { } found ? SqliteKinds.AffinityOf(found.StoreType) : null;

        var isUnique = parent.PrimaryKey.ToHashSet(names).SetEquals(key.ReferencedColumns)
            || parent.Indexes.Any(index => index is { Unique: true, Definition: null } && index.Columns.ToHashSet(names).SetEquals(key.ReferencedColumns));
        return isUnique && key.Columns.Zip(key.ReferencedColumns).All(pair => AffinityOf(table, pair.First) is { } child && child == AffinityOf(parent, pair.Second));
    }

    private bool JoinFindsNone(TableDescription table, ForeignKeyDescription key)
    {
        var pairs = key.Columns.Zip(key.ReferencedColumns, (child, parent) => $"p.{SqliteNames.Quote(parent)} = c.{SqliteNames.Quote(child)}");
        var set = key.Columns.Select(child => $"c.{SqliteNames.Quote(child)} IS NOT NULL");
        var sql = $"""
            SELECT 1 FROM {SqliteNames.Quote(table.Name)} AS c LEFT JOIN {SqliteNames.Quote(key.References)} AS p ON {string.Join(" AND ", pairs)}
            WHERE {string.Join(" AND ", set)} AND p.{SqliteNames.Quote(key.ReferencedColumns[0])} IS NULL LIMIT 1
            """;
        return SqliteCatalog.Query(connection, sql, row => 0).Count == 0;
    }

    private IEnumerable<DanglingRows> Check(TableDescription table)
    {
        var found = SqliteCatalog.Query(
            connection,
            "SELECT fkid, parent, count(*) FROM pragma_foreign_key_check($table) GROUP BY fkid",
            row => (Id: row.GetInt64(0), Parent: row.GetString(1), Count: row.GetInt64(2)),
            ("$table", table.Name));
        return found.Select(key => Describe(table, key.Id, key.Parent, key.Count));
    }

    private DanglingRows Describe(TableDescription table, long id, string parent, long count)
    {
        var columns = SqliteCatalog.Query(
            connection, "SELECT \"from\" FROM pragma_foreign_key_list($table) WHERE id = $id ORDER BY seq", row => row.GetString(0), ("$table", table.Name), ("$id", id));
        var shown = table.PrimaryKey.Concat(columns).Distinct(SqliteNameComparer.Instance).ToArray();
        // Tables without row ids give none to the check; their rows are then counted only.
        var examples = SqliteCatalog.Query(
            connection, "SELECT rowid FROM pragma_foreign_key_check($table) WHERE fkid = $id AND rowid IS NOT NULL LIMIT $limit", row => row.GetInt64(0), ("$table", table.Name), ("$id", id), ("$limit", Examples));
        return new DanglingRows(table.Key, parent, columns, count, [.. examples.SelectMany(rowId => Example(table, shown, rowId))]);
    }

    /// <summary>One line, or none where the row id has no name.</summary>
    private List<string> Example(TableDescription table, string[] columns, long rowId)
        => RowIdOf(table) is { } id
            ? SqliteCatalog.Query(
                connection,
                $"SELECT {SqliteNames.List(columns)} FROM {SqliteNames.Quote(table.Name)} WHERE {id} = $row",
                row => string.Join(", ", columns.Select((column, index) => $"{column}={row.GetValue(index)}")),
                ("$row", rowId))
            : [];
}

/// <param name="Table">The table that has it.</param>
/// <param name="Key">The key.</param>
internal sealed record SqliteForeignKey(TableDescription Table, ForeignKeyDescription Key);
