using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Finds the row that is in the way of another one, which would have the same value of a unique index.</summary>
internal sealed class SqliteTakenValue(SqliteConnection connection, TablePair pair)
{
    /// <param name="row">Stands before the row that the database refused.</param>
    /// <returns>Null where no row is in the way, or only an expression or a condition tells.</returns>
    public EfBackupException? Find(RowReader row, BindingScratch scratch, SqliteException exception)
    {
        foreach (var index in pair.Target.Indexes.Where(index => index.Unique && CanAsk(index)))
        {
            using var question = new SqliteRowStatement(connection, pair, rows: 1, values => Question(index, values));
            var copy = row;
            if (question.Ask(ref copy, scratch)?.Split('\n') is [var mine, var other])
            {
                return RowErrors.ValueTaken(pair.Target.Key, mine, other, index, exception);
            }
        }

        return null;
    }

    private bool CanAsk(IndexDescription index)
        => index.Definition?.Contains(" WHERE ", StringComparison.OrdinalIgnoreCase) is not true
            && index.Columns.All(column => pair.Source.StoredColumns.Any(stored => SqliteNameComparer.Instance.Equals(stored.Name, column)));

    /// <summary>Values of the row are compared as the columns have them, which come first for that.</summary>
    private string Question(IndexDescription index, string values)
    {
        var columns = SqliteRowStatement.Columns(pair).Select(column => column.Target.Name).ToArray();
        string Mine(string column) => $"i.c{Array.FindIndex(columns, candidate => SqliteNameComparer.Instance.Equals(candidate, column))}";
        string There(string column) => $"t.{SqliteNames.Quote(column)}";
        string Shown(Func<string, string> value) => string.Join(" || ', ' || ", pair.Target.PrimaryKey.Select(column => $"{SqliteNames.Text($"{column}=")} || coalesce({value(column)}, 'NULL')"));
        var same = index.Columns.Select(column => $"{There(column)} = {Mine(column)}");
        var itself = pair.Target.PrimaryKey.Select(column => $"{There(column)} IS {Mine(column)}");
        return $"""
            WITH i ({string.Join(", ", columns.Select((_, place) => $"c{place}"))}) AS (VALUES {values})
            SELECT {Shown(Mine)} || char(10) || {Shown(There)} FROM i JOIN {SqliteNames.Quote(pair.Target.Name)} AS t ON {string.Join(" AND ", same)}
            WHERE NOT ({string.Join(" AND ", itself)}) LIMIT 1
            """;
    }
}
