using System.Security.Cryptography;
using Npgsql;

namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>A PostgreSQL server that tests may do with as they please, seen as its superuser.</summary>
public abstract class PostgreSqlServer : IDisposable
{
    private bool? _ordersByLanguage;

    /// <summary>Whether the superuser's connections are kept for the next look or database: not where tests stop the server.</summary>
    public bool KeepsConnections { get; internal init; }

    /// <summary>Connects the superuser who makes and drops databases. A connection takes the server as long as a small database does.</summary>
    private string Administration => Plain(ConnectionString);

    /// <summary>Connects the superuser to the database that is always there.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Connects the superuser to a database.</summary>
    public string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;

    /// <summary>Connects the superuser who only looks: kept where that may be, and without the types of the database, whose reading takes as long as a small query.</summary>
    public string LookAt(string database) => Plain(ConnectionTo(database));

    /// <summary>Connects a role to a database.</summary>
    public string ConnectionTo(string database, ServerRole role)
        => new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database, Username = role.Name, Password = role.Password }.ConnectionString;

    /// <summary>Makes a role that may log in and nothing else.</summary>
    public ServerRole CreateRole(string name)
    {
        var role = new ServerRole(name, RandomPassword());
        Execute($"CREATE ROLE {Quote(name)} LOGIN NOSUPERUSER PASSWORD '{role.Password}'");
        return role;
    }

    /// <summary>
    /// Makes an empty database that a role owns. Where the server can, its texts are in the order of a language and not in that of their bytes,
    /// as in most databases of applications.
    /// </summary>
    public void CreateDatabase(string name, ServerRole owner)
    {
        _ordersByLanguage ??= CanOrderByLanguage();
        // Copied file by file, which takes a third of the work that logging every page does.
        var order = _ordersByLanguage.Value ? "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' STRATEGY FILE_COPY" : "";
        Execute($"CREATE DATABASE {Quote(name)} OWNER {Quote(owner.Name)} TEMPLATE template0 ENCODING 'UTF8' {order}");
    }

    /// <summary>Drops a database with everybody who is connected to it.</summary>
    public void DropDatabase(string name) => Execute($"DROP DATABASE IF EXISTS {Quote(name)} WITH (FORCE)");

    /// <summary>Drops a role, whose databases must be gone.</summary>
    public void DropRole(ServerRole role) => Execute($"DROP ROLE IF EXISTS {Quote(role.Name)}");

    /// <summary>Runs one of PostgreSQL's own programs, such as <c>pg_dump</c>, as the superuser.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public abstract string Run(string program, string database, params string[] arguments);

    /// <summary>Stops what was started, and removes it.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops what was started, and removes it.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    internal static string RandomPassword() => RandomNumberGenerator.GetHexString(32);

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(Administration);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private string Plain(string connectionString)
        => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = KeepsConnections, ["Server Compatibility Mode"] = "NoTypeLoading" }.ConnectionString;

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private bool CanOrderByLanguage()
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_collation WHERE collprovider = 'i')", connection);
        return connection.PostgreSqlVersion.Major >= 15 && (bool)command.ExecuteScalar()!;
    }
}

/// <summary>Who logs in to a server.</summary>
/// <param name="Name">Of the role.</param>
/// <param name="Password">Random.</param>
public sealed record ServerRole(string Name, string Password);
