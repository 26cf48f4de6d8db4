using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Catalog;

/// <summary>
/// Gives columns the defaults that they had. A backup file is data, and a default in it is SQL that would be run now and at every insert: only constants are
/// taken from it, and what a column of this database has had for a default itself.
/// </summary>
/// <param name="present">The tables before their schema was changed.</param>
internal sealed partial class PostgreSqlDefaults(PostgreSqlSession session, IReadOnlyList<TableDescription> present)
{
    private readonly HashSet<string> _known = [.. present.SelectMany(table => table.Columns).Select(column => column.Default).OfType<string>()];

    /// <param name="schema">What there is now.</param>
    /// <param name="wanted">The tables as they were.</param>
    public async Task RestoreAsync(LiveSchema schema, IReadOnlyList<TableDescription> wanted, CancellationToken cancellation)
    {
        foreach (var table in schema.Tables)
        {
            var columns = wanted.FirstOrDefault(candidate => candidate.Key == table.Key)?.Columns ?? [];
            foreach (var (now, before) in table.Columns.Join(columns, now => now.Name, before => before.Name, (now, before) => (now, before.Default)))
            {
                if (now is { Generated: false, Identity: false } && now.Default != before && IsHarmless(before))
                {
                    await session.ExecuteAsync(
                        $"ALTER TABLE {PostgreSqlNames.Qualify(table.Schema ?? schema.DefaultSchema!, table.Name)} ALTER COLUMN {PostgreSqlNames.Quote(now.Name)} {(before is null ? "DROP DEFAULT" : $"SET DEFAULT {before}")}",
                        cancellation);
                }
            }
        }
    }

    private bool IsHarmless(string? sql) => sql is null || _known.Contains(sql) || Constant().IsMatch(sql);

    /// <summary>A number or text, with casts to types of plain names: as the server writes constants.</summary>
    [GeneratedRegex(@"\A(?:-?\d+(?:\.\d+)?|\(-?\d+(?:\.\d+)?\)|true|false|NULL|'(?:[^'\\]|'')*')(?:::[a-z][a-z0-9_ ]*(?:\(\d+(?:,\d+)?\))?(?:\[\])?)*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex Constant();
}
