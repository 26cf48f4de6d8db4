using Npgsql;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>Somebody else who works with the database, in a transaction that stays open.</summary>
internal sealed class OtherSession : IDisposable
{
    private readonly NpgsqlConnection _connection;

    /// <param name="connectionString">Who.</param>
    /// <param name="sql">What is done in the transaction.</param>
    /// <param name="name">What the application calls itself.</param>
    public OtherSession(string connectionString, string sql, string name = "somebody else")
    {
        _connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = name }.ConnectionString);
        _connection.Open();
        Execute($"BEGIN; {sql}");
    }

    public int ProcessId => _connection.ProcessID;

    public void Execute(string sql) => PostgreSqlDump.Execute(_connection, sql);

    public void Dispose() => _connection.Dispose();
}
