using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Specification.RandomDatabases;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>SQLite files in the test's folder.</summary>
public sealed class SqliteFixture : DatabaseFixture
{
    public override RandomDialect Dialect => SqliteRandomDialect.Instance;

    public new SqliteTestDatabase CreateDatabase() => (SqliteTestDatabase)base.CreateDatabase();

    protected override TestDatabase Make(int number) => new SqliteTestDatabase(Path.Combine(Folder, $"test{number}.db"));
}
