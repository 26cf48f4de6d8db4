using System.Globalization;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Reading;

/// <summary>A piece of work for a reader: a table, or the rows of one between two keys.</summary>
/// <param name="Place">The table's place in the list that is read.</param>
/// <param name="Table">The table as the server knows it.</param>
/// <param name="Description">The columns that are wanted.</param>
/// <param name="Condition">Which rows, as SQL; empty for all.</param>
internal sealed record PostgreSqlRange(int Place, PostgreSqlTable Table, TableDescription Description, string Condition = "");

/// <summary>
/// Divides large tables into ranges of their key, so that several readers share one. Any division is right, for the ranges meet; a sample of the
/// table's pages makes them about equal. A range is small enough that a reader holds what it has read ahead.
/// </summary>
internal static class PostgreSqlRanges
{
    /// <summary>About the size of a range in the table's file.</summary>
    public const long RangeBytes = 2 << 20;
    private const long MostRanges = 4096;
    private const int SampledPagesPerRange = 6;

    // A key in another order than the rows makes an index jump about in the file: good in memory, hopeless on a disk.
    private const double InOrder = 0.9;

    private const string Sizes = """
        SELECT c.oid, pg_catalog.pg_relation_size(c.oid) + coalesce((SELECT sum(pg_catalog.pg_relation_size(t.relid)) FROM pg_catalog.pg_partition_tree(c.oid) t WHERE t.isleaf AND t.relid <> c.oid), 0)::int8
        FROM unnest($1::text::oid[]) c (oid)
        """;

    private const string Correlation = """
        SELECT coalesce((SELECT max(abs(correlation))::float8 FROM pg_catalog.pg_stats WHERE schemaname = $1 AND tablename = $2 AND attname = $3), 0),
               pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers')), pg_catalog.current_setting('block_size')::int8
        """;

    /// <returns>The ranges of all tables, in order; a table that is not divided is one range.</returns>
    public static async Task<List<PostgreSqlRange>> PlanAsync(PostgreSqlSession session, PostgreSqlCatalog catalog, IReadOnlyList<TableDescription> tables, bool divide, CancellationToken cancellation)
    {
        var ranges = new List<PostgreSqlRange>();
        var sizes = divide ? await ReadSizesAsync(session, tables.Select(catalog.Find), cancellation) : [];
        for (var i = 0; i < tables.Count; i++)
        {
            var whole = new PostgreSqlRange(i, catalog.Find(tables[i]), tables[i]);
            var bytes = sizes.GetValueOrDefault(whole.Table.Oid);
            ranges.AddRange(bytes >= 2 * RangeBytes && IsDivisible(whole) ? await DivideAsync(session, whole, bytes, cancellation) : [whole]);
        }

        return ranges;
    }

    private static bool IsDivisible(PostgreSqlRange range)
        => range.Description.PrimaryKey is [var first, ..] && PostgreSqlTypes.IsDivisible(range.Table.BaseTypes[first]);

    private static async Task<Dictionary<uint, long>> ReadSizesAsync(PostgreSqlSession session, IEnumerable<PostgreSqlTable> tables, CancellationToken cancellation)
        => (await session.QueryAsync(Sizes, row => (Oid: row.GetFieldValue<uint>(0), Bytes: row.GetInt64(1)), cancellation, PostgreSqlNames.Oids(tables.Select(table => table.Oid))))
            .ToDictionary(row => row.Oid, row => row.Bytes);

    private static async Task<IEnumerable<PostgreSqlRange>> DivideAsync(PostgreSqlSession session, PostgreSqlRange whole, long bytes, CancellationToken cancellation)
    {
        var name = whole.Description.PrimaryKey[0];
        var (correlation, memory, page) = (await session.QueryAsync(
            Correlation, row => (row.GetDouble(0), row.GetInt64(1), row.GetInt64(2)), cancellation, whole.Table.Schema, whole.Table.Name, name))[0];
        if (correlation < InOrder && bytes > memory / 2)
        {
            return [whole];
        }

        var count = Math.Min(bytes / RangeBytes, MostRanges);
        var percent = Math.Min(100, 100.0 * count * SampledPagesPerRange * page / bytes);
        var key = PostgreSqlNames.Quote(name);
        var sample = $"SELECT {key} AS k FROM {whole.Table.Rows} TABLESAMPLE SYSTEM ({percent.ToString(CultureInfo.InvariantCulture)}) REPEATABLE (0)";
        var ends = await session.QueryAsync(
            $"SELECT DISTINCT ON (tile) k::text FROM (SELECT k, ntile({count}) OVER (ORDER BY k) AS tile FROM ({sample}) s) t WHERE tile > 1 ORDER BY tile, k",
            row => row.GetString(0),
            cancellation);
        return Between(whole, key, [.. ends.Distinct()]);
    }

    private static IEnumerable<PostgreSqlRange> Between(PostgreSqlRange whole, string key, string[] ends)
    {
        var type = $"::pg_catalog.{whole.Table.BaseTypes[whole.Description.PrimaryKey[0]]}";
        for (var i = 0; i <= ends.Length; i++)
        {
            var from = i > 0 ? $"{key} >= {PostgreSqlNames.Text(ends[i - 1])}{type}" : "";
            var to = i < ends.Length ? $"{key} < {PostgreSqlNames.Text(ends[i])}{type}" : "";
            yield return whole with { Condition = string.Join(" AND ", new[] { from, to }.Where(part => part.Length > 0)) };
        }
    }
}
