using System.Runtime.CompilerServices;
using Greenhouse.EfBackup.PostgreSql.Server;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>The one server of this process, started for the first test that wants it, and the role that the engine works as.</summary>
internal static class TestServer
{
    private static readonly Lazy<(PostgreSqlServer Server, ServerRole Owner)> _running = new(Start);
    private static readonly Lazy<ServerRole> _creator = new(MakeCreator);

    public static PostgreSqlServer Server => _running.Value.Server;

    /// <summary>Owns the databases of the tests, and has no rights beyond that.</summary>
    public static ServerRole Owner => _running.Value.Owner;

    /// <summary>The same, but that it may make databases.</summary>
    public static ServerRole Creator => _creator.Value;

    /// <summary>A name that no other database or role of the server has.</summary>
    public static string NewName() => $"efbackup_test_{Environment.ProcessId}_{Guid.NewGuid():N}";

    /// <summary>The server's major version.</summary>
    public static int Version => int.Parse(Ask("SELECT current_setting('server_version_num')"), System.Globalization.CultureInfo.InvariantCulture) / 10_000;

    /// <summary>Whether the server's installation has an extension, created or not.</summary>
    public static bool HasExtension(string name) => Ask($"SELECT count(*)::text FROM pg_available_extensions WHERE name = '{name}'") != "0";

    public static void Stop()
    {
        if (_running.IsValueCreated)
        {
            if (_creator.IsValueCreated)
            {
                Server.DropRole(Creator);
            }

            Server.DropRole(Owner);
            Server.Dispose();
        }
    }

    /// <summary>A <see cref="DateTime"/> of no kind is a timestamp without time zone, as the specification's models mean it.</summary>
    [ModuleInitializer]
    internal static void KeepKindlessTimes() => AppContext.SetSwitch("Npgsql.EnableLegacyTimestampBehavior", true);

    private static string Ask(string sql)
    {
        using var connection = new Npgsql.NpgsqlConnection(Server.ConnectionString);
        connection.Open();
        return PostgreSqlDump.Query(connection, sql).Single();
    }

    private static ServerRole MakeCreator()
    {
        var creator = MakeRole(Server);
        PostgreSqlDump.Execute(Server.ConnectionString, $"ALTER ROLE \"{creator.Name}\" CREATEDB");
        return creator;
    }

    private static (PostgreSqlServer Server, ServerRole Owner) Start()
    {
        var server = ServerSource.Start();
        return (server, MakeRole(server));
    }

    private static ServerRole MakeRole(PostgreSqlServer server)
    {
        var role = server.CreateRole(NewName());
        foreach (var setting in new[] { "DateStyle = 'German, DMY'", "IntervalStyle = 'sql_standard'", "TimeZone = 'Asia/Kolkata'", "extra_float_digits = 0", "bytea_output = 'escape'" })
        {
            // Nobody may rely on how a server writes its values unless told.
            PostgreSqlDump.Execute(server.ConnectionString, $"ALTER ROLE \"{role.Name}\" SET {setting}");
        }

        return role;
    }
}
