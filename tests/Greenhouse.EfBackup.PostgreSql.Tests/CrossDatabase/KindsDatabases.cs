using Greenhouse.EfBackup.Sqlite.Tests;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>One database of each kind for all tests of a class, each of which makes its table anew.</summary>
public sealed class KindsDatabases : CrossDatabaseTest
{
    public KindsDatabases() => (InSqlite, InPostgreSql) = (EmptySqlite(), EmptyPostgreSql());

    public SqliteTestDatabase InSqlite { get; }

    public PostgreSqlTestDatabase InPostgreSql { get; }
}
