using Greenhouse.EfBackup.Specification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>A SQLite file, looked at by plain ADO.NET.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    private const int Busy = 5;
    private const int Locked = 6;

    public SqliteTestDatabase(string file)
    {
        File = file;
        using var connection = Connect(create: true);
    }

    public string File { get; }

    public string ConnectionString => $"Data Source={File};Pooling=False;Default Timeout=5";

    public override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString);

    public override void Execute(string sql)
    {
        using var connection = Connect();
        SqliteDump.Execute(connection, sql);
    }

    public override bool TryExecute(string sql)
    {
        using var connection = Connect(timeout: 1);
        using var transaction = connection.BeginTransaction(deferred: true);
        try
        {
            SqliteDump.Execute(connection, sql);
            transaction.Commit();
            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is Busy or Locked)
        {
            return false;
        }
    }

    public override void ExecuteUnchecked(string sql)
    {
        using var connection = Connect();
        SqliteDump.Execute(connection, "PRAGMA foreign_keys = OFF; " + sql);
    }

    public override Dump Dump()
    {
        using var connection = Connect();
        return SqliteDump.Of(connection);
    }

    /// <summary>EF's own lock table is there or not, as its migrator has last run: it makes it where it is missing.</summary>
    public override IReadOnlyList<string> Schema()
    {
        using var connection = Connect();
        return SqliteDump.Query(connection, "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name <> '__EFMigrationsLock' ORDER BY 1");
    }

    /// <summary>The first column of a query, which must be text.</summary>
    public IReadOnlyList<string> Query(string sql)
    {
        using var connection = Connect();
        return SqliteDump.Query(connection, sql);
    }

    public override void Damage()
    {
        using var connection = Connect();
        SqliteDump.Execute(connection, "PRAGMA foreign_keys = OFF");
        foreach (var table in SqliteDump.Tables(connection).Where(table => table != "__EFMigrationsHistory"))
        {
            foreach (var column in SqliteDump.EmptiableColumns(connection, table))
            {
                SqliteDump.Execute(connection, $"UPDATE OR IGNORE {Quote(table)} SET {Quote(column)} = NULL");
            }

            var key = SqliteDump.Columns(connection, table)[0];
            SqliteDump.Execute(connection, $"DELETE FROM {Quote(table)} WHERE {Quote(key)} = (SELECT min({Quote(key)}) FROM {Quote(table)})");
        }

        if (SqliteDump.HasSequences(connection))
        {
            SqliteDump.Execute(connection, "UPDATE sqlite_sequence SET seq = seq + 1000");
        }
    }

    private SqliteConnection Connect(bool create = false, int timeout = 30)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = File,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = timeout,
        }.ConnectionString);
        connection.Open();
        return connection;
    }
}
