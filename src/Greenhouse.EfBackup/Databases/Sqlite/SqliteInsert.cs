using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Inserts rows.</summary>
internal sealed class SqliteInsert(SqliteConnection connection, TablePair pair, int rows) : ISqliteRows
{
    private readonly SqliteRowStatement _statement = new(connection, pair, rows, values => Sql(pair, values));

    public int Rows => rows;

    /// <param name="values">The rows as SQL.</param>
    public static string Sql(TablePair pair, string values)
        => $"INSERT INTO {SqliteNames.Quote(pair.Target.Name)} ({SqliteNames.List(SqliteRowStatement.Columns(pair).Select(column => column.Target.Name))}) VALUES {values}";

    public void Run(ref RowReader row, BindingScratch scratch) => _statement.Run(ref row, scratch);

    public SqliteStatement.HeldConnection HoldConnection() => _statement.HoldConnection();

    public EfBackupException? Explain(RowReader row, BindingScratch scratch, SqliteException exception) => null;

    public void Dispose() => _statement.Dispose();
}
