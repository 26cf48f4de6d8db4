namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>Where a server comes from: one that is given, else a container, else a private cluster of what is installed.</summary>
public static class ServerSource
{
    /// <summary>The variable that holds the connection string of a superuser of a server to test on.</summary>
    public const string Variable = "EFBACKUP_TEST_POSTGRES";

#if TESTCONTAINERS
    private const bool Containers = true;
#else
    private const bool Containers = false;
#endif

    /// <summary>Why there is no server, for people to read; null where there is one.</summary>
    public static string? WhyNone { get; } = Given is not null || Containers || Installation.Newest is not null
        ? null
        : $"no PostgreSQL: {Variable} is not set, the build has no containers (-p:UseTestcontainers=true), and no initdb is installed";

    private static string? Given => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>A server that runs. It is gone when it is disposed of, and when this process ends.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it does not start.</exception>
    public static PostgreSqlServer Start()
    {
        if (WhyNone is not null)
        {
            throw new InvalidOperationException(WhyNone);
        }

        if (Given is not null)
        {
            return new GivenServer(Given) { KeepsConnections = true };
        }

#if TESTCONTAINERS
        return new ContainerServer { KeepsConnections = true };
#else
        return PrivateCluster.Create(keepsConnections: true);
#endif
    }
}
