using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Specification.RandomDatabases;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Databases of the process's server, owned by a role without further rights.</summary>
public class PostgreSqlFixture : DatabaseFixture
{
    /// <inheritdoc/>
    public override bool KeepsOffsets => false;

    /// <summary>Microseconds.</summary>
    public override long TicksOfAnInstant => 10;

    /// <inheritdoc/>
    public override RandomDialect Dialect => PostgreSqlRandomDialect.Instance;

    public new PostgreSqlTestDatabase CreateDatabase() => (PostgreSqlTestDatabase)base.CreateDatabase();

    protected override TestDatabase Make(int number) => new PostgreSqlTestDatabase(TestServer.NewName());
}

/// <summary>The same, whose owner may make databases.</summary>
public sealed class PostgreSqlCreatorFixture : PostgreSqlFixture
{
    protected override TestDatabase Make(int number) => new PostgreSqlTestDatabase(TestServer.NewName(), TestServer.Server, TestServer.Creator);
}
