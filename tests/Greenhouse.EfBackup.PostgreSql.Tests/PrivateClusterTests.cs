using Greenhouse.EfBackup.PostgreSql.Server;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>The server that tests make for themselves.</summary>
public sealed class PrivateClusterTests : IDisposable
{
    private readonly string _parent = Path.Combine(Path.GetTempPath(), $"efbackup-tests-{Guid.NewGuid():N}");

    public PrivateClusterTests() => Directory.CreateDirectory(_parent);

    [PrivateClusterFact]
    public void It_is_gone_after_it_was_used()
    {
        string connectionString;
        using (var cluster = PrivateCluster.Create(parent: _parent))
        {
            connectionString = cluster.ConnectionString;
            Assert.Equal("1\n", cluster.Run("psql", "postgres", "-At", "-c", "SELECT 1"));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_parent));
        Assert.Throws<NpgsqlException>(() => PostgreSqlDump.Execute(connectionString, "SELECT 1"));
    }

    [PrivateClusterFact]
    public void Nobody_gets_in_without_the_password()
    {
        using var cluster = PrivateCluster.Create(parent: _parent);
        var connectionString = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Password = "guessed" }.ConnectionString;

        var refused = Assert.Throws<PostgresException>(() => PostgreSqlDump.Execute(connectionString, "SELECT 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [PrivateClusterFact]
    public void It_stops_in_the_middle_and_starts_again_with_what_it_held()
    {
        using var cluster = PrivateCluster.Create(new Dictionary<string, string> { ["fsync"] = "on", ["synchronous_commit"] = "on" }, _parent);
        PostgreSqlDump.Execute(cluster.ConnectionString, "CREATE TABLE kept AS SELECT 'row' AS text");
        using var connection = new NpgsqlConnection(cluster.ConnectionString);
        connection.Open();

        cluster.Stop();
        Assert.ThrowsAny<NpgsqlException>(() => PostgreSqlDump.Execute(connection, "SELECT 1"));
        cluster.Start();

        Assert.Equal("row|on\n", cluster.Run("psql", "postgres", "-At", "-c", "SELECT text, current_setting('fsync') FROM kept"));
    }

    [PrivateClusterFact]
    public void What_a_killed_process_left_behind_is_removed_and_what_another_one_uses_is_not()
    {
        using var first = PrivateCluster.Create(parent: _parent);
        var abandoned = Directory.CreateDirectory(Path.Combine(_parent, "efbackup-postgres-1-abandoned"));
        File.WriteAllText(Path.Combine(abandoned.FullName, "lock"), "");

        using var second = PrivateCluster.Create(parent: _parent);

        Assert.False(Directory.Exists(abandoned.FullName));
        Assert.Equal("1\n", first.Run("psql", "postgres", "-At", "-c", "SELECT 1"));
    }

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}

/// <summary>A test that makes a server, skipped where PostgreSQL is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrivateClusterFactAttribute : FactAttribute
{
    public PrivateClusterFactAttribute() => Skip = PrivateCluster.WhyNot;
}

/// <summary>The same, with several sets of arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrivateClusterTheoryAttribute : TheoryAttribute
{
    public PrivateClusterTheoryAttribute() => Skip = PrivateCluster.WhyNot;
}
