using Npgsql;

namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>A server that somebody else runs.</summary>
internal sealed class GivenServer : PostgreSqlServer
{
    private readonly NpgsqlConnectionStringBuilder _settings;

    public GivenServer(string connectionString)
    {
        _settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        _settings.Database ??= "postgres";
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", connection);
        if (command.ExecuteScalar() is not true)
        {
            throw new InvalidOperationException($"{ServerSource.Variable} must connect as a superuser.");
        }
    }

    public override string ConnectionString => _settings.ConnectionString;

    public override string Run(string program, string database, params string[] arguments)
    {
        var path = Installation.Program(program) ?? throw new InvalidOperationException($"{program} is not installed, and a server that is given does not bring it.");
        var environment = new Dictionary<string, string>
        {
            ["PGHOST"] = _settings.Host!,
            ["PGPORT"] = _settings.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PGUSER"] = _settings.Username!,
            ["PGDATABASE"] = database,
        };
        if (_settings.Password is { } password)
        {
            environment["PGPASSWORD"] = password;
        }

        return Command.Run([path, .. arguments], environment);
    }
}
