using Greenhouse.EfBackup.PostgreSql.Server;
using Npgsql;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>A server of the benchmark's own. Both sides work on it with the same settings, ours as a role that owns its tables and no more, the peers as the superuser.</summary>
internal sealed class PostgreSqlLab : IDisposable
{
    public const string Source = "source";
    public const string Target = "target";

    private readonly PrivateCluster _cluster;
    private readonly ServerRole _owner;

    /// <param name="settings">Beside those of every run.</param>
    public PostgreSqlLab(params (string Name, string Value)[] settings)
    {
        Dictionary<string, string> all = new()
        {
            ["fsync"] = "on",
            ["synchronous_commit"] = "on",
            ["full_page_writes"] = "on",
            ["shared_buffers"] = "1GB",
            ["max_wal_size"] = "8GB",
            // It would begin in the middle of some loads and not of others.
            ["autovacuum"] = "off",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        _cluster = PrivateCluster.Create(all);
        _owner = _cluster.CreateRole("benchmark");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("efbackup-benchmark-").FullName;

    /// <summary>The settings that a reader of the figures wants to know.</summary>
    public string Describe()
        => (string)Scalar("postgres", "SELECT 'PostgreSQL ' || current_setting('server_version') || ', ' || string_agg(name || ' ' || current_setting(name), ', ' ORDER BY name) FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size', 'maintenance_work_mem', 'work_mem', 'wal_level', 'autovacuum', 'jit')")!;

    /// <summary>Makes the source, filled, and the target, empty.</summary>
    public void Create(PostgreSqlSet set, int times = 1)
    {
        foreach (var database in new[] { Source, Target })
        {
            _cluster.DropDatabase(database);
            _cluster.CreateDatabase(database, _owner);
            Use(database);
            using var context = set.Open();
            context.Database.EnsureCreated();
            // Who is dropped is not to be asked again.
            NpgsqlConnection.ClearAllPools();
        }

        // Made as the superuser for one thing only: nobody checks every reference while they are made.
        Execute(Source, $"SET session_replication_role = replica; {set.Fill(times)}");
        Execute(Source, "VACUUM ANALYZE");
        Execute(Source, "CHECKPOINT");
    }

    /// <summary>Empties the target, with all its indexes and keys in place.</summary>
    public void Empty(PostgreSqlSet set)
    {
        Execute(Target, $"TRUNCATE {string.Join(", ", set.Tables)}");
        Execute(Target, "CHECKPOINT");
    }

    /// <summary>Gives the empty target the rows of the source, and changes some of them.</summary>
    public void CopyToTarget(PostgreSqlSet set, string change)
    {
        var dump = At("copy.dump");
        Peer(Source, "pg_dump", "--data-only", "-Fc", "-Z0", "-f", dump);
        Peer(Target, "pg_restore", "--data-only", "--disable-triggers", "-d", Target, dump);
        Execute(Target, change);
        Execute(Target, $"VACUUM ANALYZE {string.Join(", ", set.Tables)}");
        Execute(Target, "CHECKPOINT");
    }

    /// <summary>What the rows add up to, whatever their order: every bit of every value takes part.</summary>
    public string Sums(string database, PostgreSqlSet set)
        => string.Join(' ', set.Tables.Select(table => Scalar(database, $"SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {table} t")));

    /// <summary>Runs the tool, and says how long it took.</summary>
    public double Ours(PostgreSqlSet set, string database, params string[] arguments)
    {
        Use(database);
        return Measured.Run("dotnet", OursCommand(set, arguments));
    }

    /// <summary>Runs <c>dotnet</c> with a program of our own as the peer, and says how long it took.</summary>
    public double Run(string database, string[] arguments, string outputFile)
    {
        Use(database);
        return Measured.Run("dotnet", arguments, outputFile: outputFile);
    }

    /// <summary>Runs the tool, and says how much memory each of its processes took.</summary>
    public string OursMemory(PostgreSqlSet set, string database, params string[] arguments)
    {
        Use(database);
        return Memory.Of("dotnet", OursCommand(set, arguments));
    }

    /// <summary>Runs one of PostgreSQL's own programs, and says how long it took.</summary>
    public double Peer(string database, string program, params string[] arguments)
        => Measured.Run(Path.Combine(_cluster.BinFolder, program), arguments, environment: _cluster.Environment(database));

    public string At(string name) => Path.Combine(Folder, name);

    public void Dispose()
    {
        _cluster.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string[] OursCommand(PostgreSqlSet set, string[] arguments)
        => ["exec", Repository.Tool, .. arguments, "--assembly", typeof(PostgreSqlLab).Assembly.Location, "--context", set.Context];

    /// <summary>What contexts connect to, in this process and those that it starts.</summary>
    private void Use(string database)
        => Environment.SetEnvironmentVariable(EventsContext.Variable, new NpgsqlConnectionStringBuilder(_cluster.ConnectionTo(database, _owner)) { Pooling = true }.ConnectionString);

    private void Execute(string database, string sql)
    {
        using var connection = Connect(database);
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    private object? Scalar(string database, string sql)
    {
        using var connection = Connect(database);
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return command.ExecuteScalar();
    }

    private NpgsqlConnection Connect(string database)
    {
        var connection = new NpgsqlConnection(_cluster.ConnectionTo(database));
        connection.Open();
        return connection;
    }
}
