using System.Globalization;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Reading;

/// <summary>
/// Rows that are selected: their keys (of a table without one, where its rows lie) are in temporary tables, which go with the transaction. Those are made first;
/// from there on the transaction is read-only, which temporary tables are exempt from, so that a condition changes nothing.
/// </summary>
internal sealed class PostgreSqlSelectedRows(PostgreSqlSession session, PostgreSqlCatalog catalog)
{
    // The server's system columns: in which partition a row lies, and where there.
    private static readonly string[] _place = ["tableoid", "ctid"];
    private readonly Dictionary<string, SelectedTable> _tables = new(StringComparer.Ordinal);

    /// <summary>Which rows of a table, as SQL; empty for all.</summary>
    public string Condition(TableDescription table) => _tables.TryGetValue(table.Key, out var selected) ? selected.Condition : "";

    public async Task<IReadOnlyDictionary<string, long>> SelectAsync(IReadOnlyList<TableDescription> tables, RowSelection selection, CancellationToken cancellation)
    {
        foreach (var table in tables.Where(table => selection.Principals || selection.Seeds.Any(seeds => seeds.Table == table && !seeds.IsWhole)))
        {
            await MakeAsync(table, cancellation);
        }

        await session.ExecuteAsync("SET TRANSACTION READ ONLY", cancellation);
        foreach (var seeds in selection.Seeds.Where(seeds => _tables.ContainsKey(seeds.Table.Key)))
        {
            await TakeAsync(seeds, cancellation);
        }

        await AnalyzeAsync(cancellation);
        if (selection.Principals)
        {
            var keys = (await new PostgreSqlForeignKeys(session, catalog).ReadAsync(tables, cancellation)).Where(key => key.Readable && _tables.ContainsKey(key.References)).ToArray();
            var dependents = selection.Dependents.Select(table => table.Key).ToHashSet(StringComparer.Ordinal);
            var round = await RowClosure.FollowAsync([.. keys.Where(key => dependents.Contains(key.Table.Key)).Select(key => Step(key, down: true, cancellation))], round: 1);
            _ = await RowClosure.FollowAsync([.. keys.Select(key => Step(key, down: false, cancellation))], round);
            await AnalyzeAsync(cancellation);
        }

        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            counts[table.Key] = (await session.QueryAsync($"SELECT count(*) FROM {(_tables.TryGetValue(table.Key, out var selected) ? selected.Keys : catalog.Find(table).Rows)}", row => row.GetInt64(0), cancellation))[0];
        }

        return counts;
    }

    /// <summary>A foreign key between the selected rows of its two tables.</summary>
    public PostgreSqlForeignKey Among(PostgreSqlForeignKey key)
        => key with { From = Among(key.Table.Key, key.From), To = Among(key.References, key.To) };

    private string Among(string table, string rows) => _tables.TryGetValue(table, out var selected) ? $"(SELECT * FROM {rows} WHERE {selected.Condition})" : rows;

    private async Task MakeAsync(TableDescription table, CancellationToken cancellation)
    {
        var selected = new SelectedTable(catalog.Find(table), PostgreSqlNames.Qualify("pg_temp", string.Create(CultureInfo.InvariantCulture, $"efbackup_rows_{_tables.Count}")), table.PrimaryKey.Count > 0 ? table.PrimaryKey : _place);
        var columns = selected.Key.Select((column, place) => $"{PostgreSqlNames.Quote(column)} AS k{place}");
        await session.ExecuteAsync(
            $"""
            CREATE TEMPORARY TABLE {selected.Keys} ON COMMIT DROP AS SELECT {string.Join(", ", columns)}, 0 AS round FROM {selected.Table.Rows} WITH NO DATA;
            ALTER TABLE {selected.Keys} ADD PRIMARY KEY ({selected.Places});
            CREATE INDEX ON {selected.Keys} (round)
            """,
            cancellation);
        _tables.Add(table.Key, selected);
    }

    /// <summary>With a parameter the server gets the text as it is, and refuses more than one statement.</summary>
    private async Task TakeAsync(SeedRows seeds, CancellationToken cancellation)
    {
        var selected = _tables[seeds.Table.Key];
        var limit = seeds.Limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"{PostgreSqlSelect.By(selected.Table, seeds.Table)} LIMIT {most}") : "";
        try
        {
            await session.ChangeAsync($"INSERT INTO {selected.Keys} SELECT {PostgreSqlNames.List(selected.Key)}, $1::text::int FROM {selected.Table.Rows}{seeds.Where}{limit}", cancellation, "0");
        }
        catch (PostgresException exception) when (seeds.Conditions.Count > 0 && IsOfCondition(exception.SqlState))
        {
            throw ConditionErrors.Of(seeds, exception.MessageText, exception);
        }
    }

    /// <summary>Its syntax, its names and rights, its values, what it would change, what a function of it throws.</summary>
    private static bool IsOfCondition(string state) => state[..2] is "0A" or "21" or "22" or "25" or "2F" or "38" or "39" or "42" or "P0";

    private RowStep Step(PostgreSqlForeignKey key, bool down, CancellationToken cancellation)
    {
        var (from, to) = down ? (_tables[key.References], _tables[key.Table.Key]) : (_tables[key.Table.Key], _tables[key.References]);
        var (source, target) = down ? ("p", "c") : ("c", "p");
        var (sourceRows, targetRows) = down ? (key.To, key.From) : (key.From, key.To);
        return new RowStep(down ? key.References : key.Table.Key, down ? key.Table.Key : key.References, (first, round) => session.ChangeAsync(
            $"""
            INSERT INTO {to.Keys} SELECT {to.KeyOf(target)}, {round} FROM {from.Keys} AS s
            JOIN {sourceRows} AS {source} ON {from.Matches(source)} JOIN {targetRows} AS {target} ON {string.Join(" AND ", key.Matches)}
            WHERE s.round >= {first} ON CONFLICT DO NOTHING
            """,
            cancellation));
    }

    /// <summary>Nobody else does that for temporary tables.</summary>
    private async Task AnalyzeAsync(CancellationToken cancellation)
    {
        foreach (var selected in _tables.Values)
        {
            await session.ExecuteAsync($"ANALYZE {selected.Keys}", cancellation);
        }
    }

    /// <summary>A table some of whose rows are selected.</summary>
    /// <param name="Keys">The temporary table, as SQL.</param>
    /// <param name="Key">What tells its rows.</param>
    private sealed record SelectedTable(PostgreSqlTable Table, string Keys, IReadOnlyList<string> Key)
    {
        public string Places => string.Join(", ", Key.Select((_, place) => $"k{place}"));

        public string Condition => $"({PostgreSqlNames.List(Key)}) IN (SELECT {Places} FROM {Keys})";

        public string KeyOf(string row) => string.Join(", ", Key.Select(column => $"{row}.{PostgreSqlNames.Quote(column)}"));

        public string Matches(string row) => string.Join(" AND ", Key.Select((column, place) => $"{row}.{PostgreSqlNames.Quote(column)} = s.k{place}"));
    }
}
