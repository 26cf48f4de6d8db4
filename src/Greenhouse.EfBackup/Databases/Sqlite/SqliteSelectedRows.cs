using System.Globalization;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Rows that are selected: their row ids (of a table WITHOUT ROWID their keys) lie in temporary tables, which are no part of the database and go with the
/// transaction.
/// </summary>
internal sealed class SqliteSelectedRows(SqliteConnection connection)
{
    private const int Examples = 3;
    private readonly Dictionary<string, SelectedTable> _tables = new(SqliteNameComparer.Instance);

    /// <summary>All rows are meant.</summary>
    public bool IsEmpty => _tables.Count == 0;

    /// <summary>Which rows of a table, as SQL; empty for all.</summary>
    public string Condition(TableDescription table) => _tables.TryGetValue(table.Key, out var selected) ? selected.Condition("") : "";

    public async Task<IReadOnlyDictionary<string, long>> SelectAsync(IReadOnlyList<TableDescription> tables, RowSelection selection, CancellationToken cancellation)
    {
        foreach (var table in tables.Where(table => selection.Principals || selection.Seeds.Any(seeds => seeds.Table == table && !seeds.IsWhole)))
        {
            _tables.Add(table.Key, Make(table));
        }

        foreach (var seeds in selection.Seeds.Where(seeds => _tables.ContainsKey(seeds.Table.Key)))
        {
            cancellation.ThrowIfCancellationRequested();
            Take(seeds);
        }

        var round = await RowClosure.FollowAsync([.. selection.Dependents.SelectMany(KeysOf).Select(pair => Step(pair.Child, pair.Parent, pair.Key, down: true))], round: 1);
        if (selection.Principals)
        {
            _ = await RowClosure.FollowAsync([.. tables.SelectMany(KeysOf).Select(pair => Step(pair.Child, pair.Parent, pair.Key, down: false))], round);
        }

        return tables.ToDictionary(table => table.Key, table => Scalar($"SELECT count(*) FROM {(_tables.TryGetValue(table.Key, out var selected) ? selected.Keys : SqliteNames.Quote(table.Name))}"), StringComparer.Ordinal);
    }

    /// <summary>Selected rows whose keys lead to rows that are not; where all rows of a table are meant, to none.</summary>
    public IReadOnlyList<DanglingRows> FindDanglingRows(IReadOnlyList<TableDescription> tables)
    {
        var there = SqliteCatalog.Read(connection).Tables.Select(table => table.Name).ToHashSet(SqliteNameComparer.Instance);
        return [.. tables.SelectMany(table => table.ForeignKeys.Where(key => there.Contains(key.References)).Select(key => FindDangling(table, key))).Where(rows => rows.Count > 0)];
    }

    private SelectedTable Make(TableDescription table)
    {
        var withRowId = SqliteCatalog.Query(connection, "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = $table COLLATE NOCASE", row => row.GetInt64(0), ("$table", table.Name)) is not [1];
        string[] key = withRowId && SqliteForeignKeys.RowIdOf(table) is { } id ? [id] : [.. table.PrimaryKey];
        if (key.Length == 0)
        {
            throw new EfBackupException(ErrorCode.KeyMissing, $"rows are selected by row id or primary key, and {table.Key} has neither", "leave the table out with --exclude, or back all rows up");
        }

        var selected = new SelectedTable(table, $"temp.{SqliteNames.Quote(string.Create(CultureInfo.InvariantCulture, $"efbackup_rows_{_tables.Count}"))}", key);
        Execute($"CREATE TEMPORARY TABLE {selected.Keys[5..]} ({selected.Places}, round INTEGER NOT NULL, PRIMARY KEY ({selected.Places})) WITHOUT ROWID");
        Execute($"CREATE INDEX temp.{SqliteNames.Quote($"efbackup_round_{_tables.Count}")} ON {selected.Keys[5..]} (round)");
        return selected;
    }

    /// <summary>One statement that changes nothing but the temporary table: what else is in the condition is refused.</summary>
    private void Take(SeedRows seeds)
    {
        var (selected, limit) = (_tables[seeds.Table.Key], seeds.Limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"{SqliteNames.InOrder(seeds.Table, SqliteTextOrder.CollationOf(connection))} LIMIT {most}") : "");
        try
        {
            using var statement = new SqliteStatement(connection, $"INSERT INTO {selected.Keys} SELECT {SqliteNames.List(selected.Key)}, 0 FROM {SqliteNames.Quote(seeds.Table.Name)}{seeds.Where}{limit}");
            if (statement.Rest.Length > 0)
            {
                throw ConditionErrors.Of(seeds, "it is more than one statement");
            }

            statement.Step();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_ERROR && seeds.Conditions.Count > 0)
        {
            throw ConditionErrors.Of(seeds, exception.Message, exception);
        }
    }

    private IEnumerable<(TableDescription Child, TableDescription Parent, ForeignKeyDescription Key)> KeysOf(TableDescription child)
        => child.ForeignKeys.Where(key => _tables.ContainsKey(child.Key) && _tables.ContainsKey(key.References)).Select(key => (child, _tables[key.References].Table, key));

    private RowStep Step(TableDescription child, TableDescription parent, ForeignKeyDescription key, bool down)
    {
        var (from, to) = down ? (_tables[parent.Key], _tables[child.Key]) : (_tables[child.Key], _tables[parent.Key]);
        var (source, target) = down ? ("p", "c") : ("c", "p");
        // The rows that are known come first, whatever SQLite thinks: then the time grows with them.
        var sql = $"""
            INSERT OR IGNORE INTO {to.Keys} SELECT {to.KeyOf(target)}, $round FROM {from.Keys} AS s
            CROSS JOIN {SqliteNames.Quote(from.Table.Name)} AS {source} ON {from.Matches(source)}
            CROSS JOIN {SqliteNames.Quote(to.Table.Name)} AS {target} ON {Matches(key)}
            WHERE s.round >= $from
            """;
        return new RowStep(from.Table.Key, to.Table.Key, (first, round) =>
        {
            Execute(sql, ("$from", first), ("$round", round));
            return Task.FromResult((long)raw.sqlite3_changes(connection.Handle!));
        });
    }

    private static string Matches(ForeignKeyDescription key)
        => string.Join(" AND ", key.Columns.Zip(key.ReferencedColumns, (child, parent) => $"p.{SqliteNames.Quote(parent)} = c.{SqliteNames.Quote(child)}"));

    private DanglingRows FindDangling(TableDescription table, ForeignKeyDescription key)
    {
        var from = _tables.TryGetValue(table.Key, out var selected)
            ? $"{selected.Keys} AS s CROSS JOIN {SqliteNames.Quote(table.Name)} AS c ON {selected.Matches("c")}"
            : $"{SqliteNames.Quote(table.Name)} AS c";
        var among = _tables.TryGetValue(key.References, out var parents) ? $" AND {parents.Condition("p.")}" : "";
        var nowhere = $"""
            FROM {from} LEFT JOIN {SqliteNames.Quote(key.References)} AS p ON {Matches(key)}{among}
            WHERE {string.Join(" AND ", key.Columns.Select(column => $"c.{SqliteNames.Quote(column)} IS NOT NULL"))} AND p.{SqliteNames.Quote(key.ReferencedColumns[0])} IS NULL
            """;
        var count = Scalar($"SELECT count(*) {nowhere}");
        var shown = table.PrimaryKey.Concat(key.Columns).Distinct(SqliteNameComparer.Instance).ToArray();
        var examples = count == 0 ? [] : SqliteCatalog.Query(
            connection,
            $"SELECT {string.Join(", ", shown.Select(column => $"c.{SqliteNames.Quote(column)}"))} {nowhere} ORDER BY {string.Join(", ", Enumerable.Range(1, shown.Length))} LIMIT {Examples}",
            row => string.Join(", ", shown.Select((column, index) => string.Create(CultureInfo.InvariantCulture, $"{column}={row.GetValue(index)}"))));
        return new DanglingRows(table.Key, key.References, key.Columns, count, examples);
    }

    private long Scalar(string sql) => SqliteCatalog.Query(connection, sql, row => row.GetInt64(0))[0];

    private void Execute(string sql, params (string Name, object Value)[] parameters) => SqliteCatalog.Query(connection, sql, row => 0, parameters);

    /// <summary>A table some of whose rows are selected.</summary>
    /// <param name="Keys">The temporary table, as SQL.</param>
    /// <param name="Key">What tells its rows.</param>
    private sealed record SelectedTable(TableDescription Table, string Keys, IReadOnlyList<string> Key)
    {
        public string Places => string.Join(", ", Key.Select((_, place) => $"k{place}"));

        public string KeyOf(string row) => string.Join(", ", Key.Select(column => $"{row}.{SqliteNames.Quote(column)}"));

        public string Matches(string row) => string.Join(" AND ", Key.Select((column, place) => $"{row}.{SqliteNames.Quote(column)} = s.k{place}"));

        /// <param name="row">What stands before its columns.</param>
        public string Condition(string row) => $"({string.Join(", ", Key.Select(column => $"{row}{SqliteNames.Quote(column)}"))}) IN (SELECT {Places} FROM {Keys})";
    }
}
