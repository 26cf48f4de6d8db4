namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>One database with rows of every kind for all tests of a class: what is refused leaves it as it was.</summary>
public sealed class FilledPostgreSql : CrossDatabaseTest
{
    public FilledPostgreSql() => Database = PostgreSql<KindsModel.Context>(KindsModel.Fill);

    public PostgreSqlTestDatabase Database { get; }
}
