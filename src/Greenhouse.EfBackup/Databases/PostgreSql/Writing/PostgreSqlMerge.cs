using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>
/// Brings the rows of a file into a table that has some: they are loaded beside it, and two statements for all of them do the rest. A row that is there and has
/// the same values is not touched, where INSERT ... ON CONFLICT would lock it, which is a write.
/// </summary>
internal sealed class PostgreSqlMerge
{
    private const string Temporary = "pg_temp";
    private const string Name = "efbackup_incoming";
    private const string BeforeRows = "efbackup_before_rows";

    // The operators that the key's index finds its rows by; those of an extension need not be on the search path.
    private const string KeyOperators = """
        SELECT a.attname::text, pg_catalog.format('OPERATOR(%I.%s)', n.nspname, o.oprname)
        FROM pg_catalog.pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[]) WITH ORDINALITY p (num, class, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.num
        JOIN pg_catalog.pg_opclass c ON c.oid = p.class
        JOIN pg_catalog.pg_amop m ON m.amopfamily = c.opcfamily AND m.amoplefttype = c.opcintype AND m.amoprighttype = c.opcintype AND m.amopstrategy = 3
        JOIN pg_catalog.pg_operator o ON o.oid = m.amopopr JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
        WHERE i.indrelid = $1::text::oid AND i.indisprimary
        ORDER BY p.place
        """;

    private static readonly string _incoming = PostgreSqlNames.Qualify(Temporary, Name);
    private readonly PostgreSqlSession _session;
    private readonly PostgreSqlTable _table;
    private readonly TablePair _pair;
    private readonly string[] _columns;
    private readonly IReadOnlyList<(string Column, string Operator)> _key;

    private PostgreSqlMerge(PostgreSqlSession session, PostgreSqlTable table, TablePair pair, IReadOnlyList<(string Column, string Operator)> key)
    {
        (_session, _table, _pair, _key) = (session, table, pair, key);
        _columns = [.. pair.Source.StoredColumns.Select(column => column.Name)];
    }

    /// <param name="update">Rows that are there get the values of the file.</param>
    /// <param name="rows">Chunks of rows, the first one at hand.</param>
    /// <exception cref="EfBackupException">A row can't be read, or the database can't hold or refuses it.</exception>
    public static async Task<MergedRows> RunAsync(
        PostgreSqlSession session, PostgreSqlTable table, TablePair pair, bool update, IEnumerator<RowChunk> rows, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
    {
        var key = await session.QueryAsync(KeyOperators, row => (PostgreSqlNames.Quote(row.GetString(0)), row.GetString(1)), cancellation, $"{table.Oid}");
        var merge = new PostgreSqlMerge(session, table, pair, key);
        var loaded = await merge.LoadAsync(rows, recycle, progress, cancellation);
        await session.ExecuteAsync($"SAVEPOINT {BeforeRows}", cancellation);
        try
        {
            // First the values that go, which may be those that come elsewhere.
            var updated = update ? await session.ChangeAsync(merge.Update, cancellation) : 0;
            var inserted = await session.ChangeAsync(merge.Insert, cancellation);
            await session.ExecuteAsync($"RELEASE SAVEPOINT {BeforeRows}; DROP TABLE {_incoming}", cancellation);
            return new MergedRows(inserted, updated, loaded - inserted - updated);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation && merge.IndexOf(exception) is { } index)
        {
            await session.ExecuteAsync($"ROLLBACK TO SAVEPOINT {BeforeRows}", cancellation);
            throw await merge.ExplainAsync(index, update, exception, cancellation);
        }
    }

    private string Update => $"UPDATE {_table.Rows} AS t SET {string.Join(", ", _columns.Select(column => $"{PostgreSqlNames.Quote(column)} = {Of("s", column)}"))} FROM {_incoming} AS s WHERE {Matches("t", "s")} AND {Image("t")} OPERATOR(pg_catalog.*<>) {Image("s")}";

    private string Insert => $"INSERT INTO {_table.Sql} ({PostgreSqlNames.List(_columns)}) SELECT {List("s", _columns)} FROM {_incoming} AS s WHERE NOT {IsThere("s")}";

    /// <summary>The key makes sure that no two rows of the file have the same one, and tells the server how many rows there are.</summary>
    private async Task<long> LoadAsync(IEnumerator<RowChunk> rows, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
    {
        await _session.ExecuteAsync($"CREATE TEMPORARY TABLE {_incoming} ON COMMIT DROP AS SELECT {PostgreSqlNames.List(_columns)} FROM {_table.Rows} WITH NO DATA", cancellation);
        var loaded = await PostgreSqlRowLoader.LoadAsync(_session, _table with { Schema = Temporary, Name = Name }, _pair, freeze: false, rows, recycle, progress, cancellation);
        await _session.ExecuteAsync($"ALTER TABLE {_incoming} ADD PRIMARY KEY ({string.Join(", ", _key.Select(part => part.Column))})", cancellation);
        return loaded;
    }

    private IndexDescription? IndexOf(PostgresException exception)
        => _pair.Target.Indexes.FirstOrDefault(index => index.Name == exception.ConstraintName && index.Columns.All(_columns.Contains));

    private async Task<EfBackupException> ExplainAsync(IndexDescription index, bool update, PostgresException exception, CancellationToken cancellation)
    {
        var columns = _pair.Target.PrimaryKey.Union(index.Columns).ToArray();
        var same = index.Columns.Select(column => $"{Of("o", column)} = {Of("s", column)}");
        string Shown(string row) => $"pg_catalog.concat_ws(', ', {string.Join(", ", _pair.Target.PrimaryKey.Select(column => $"pg_catalog.concat({PostgreSqlNames.Text($"{column}=")}, {Of(row, column)})"))})";
        var found = await _session.QueryAsync(
            $"""
            SELECT {Shown("s")}, {Shown("o")} FROM {_incoming} AS s
            JOIN (SELECT {List("t", columns)} FROM {_table.Rows} AS t UNION ALL SELECT {List("n", columns)} FROM {_incoming} AS n WHERE NOT {IsThere("n")}) AS o ON {string.Join(" AND ", same)}
            WHERE NOT ({Matches("o", "s")}){(update ? "" : $" AND NOT {IsThere("s")}")} LIMIT 1
            """,
            row => (Row: row.GetString(0), Other: row.GetString(1)),
            cancellation);
        return found is [var (row, other)] ? RowErrors.ValueTaken(_pair.Target.Key, row, other, index, exception) : RowErrors.Refused(_pair.Target.Key, "?", $": {exception.MessageText} ({exception.Detail})", exception);
    }

    private static string Of(string row, string column) => $"{row}.{PostgreSqlNames.Quote(column)}";

    private static string List(string row, IEnumerable<string> columns) => string.Join(", ", columns.Select(column => Of(row, column)));

    /// <summary>What is stored, bit by bit: some types know no equality (json, xml), others take for equal what is spelled differently.</summary>
    private string Image(string row) => $"ROW({List(row, _columns)})::record";

    private string Matches(string left, string right) => string.Join(" AND ", _key.Select(part => $"{left}.{part.Column} {part.Operator} {right}.{part.Column}"));

    private string IsThere(string row) => $"EXISTS (SELECT FROM {_table.Rows} AS t WHERE {Matches("t", row)})";
}
