using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>What migrations make beside tables, and could not make again while it is there: sequences, and the enumerations that the provider annotates the database with.</summary>
internal static class PostgreSqlMadeObjects
{
    // https://www.npgsql.org/efcore/mapping/enum.html: the annotation is named after the type, with its schema where it has one.
    private const string Enumeration = "Npgsql:Enum:";

    /// <returns>Statements that drop them where they are there, tables that used them being gone.</returns>
    public static IReadOnlyList<string> Drops(IEnumerable<MigrationOperation> operations)
        => [.. operations.SelectMany(Drops).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Drops(MigrationOperation operation)
        => operation switch
        {
            CreateSequenceOperation sequence => [$"DROP SEQUENCE IF EXISTS {Qualify(sequence.Schema, sequence.Name)}"],
            AlterDatabaseOperation database => database.GetAnnotations().Where(annotation => annotation.Name.StartsWith(Enumeration, StringComparison.Ordinal)).Select(annotation => $"DROP TYPE IF EXISTS {TypeOf(annotation.Name[Enumeration.Length..])}"),
            _ => [],
        };

    private static string TypeOf(string name)
        => name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? Qualify(name[..point], name[(point + 1)..]) : Qualify(null, name);

    private static string Qualify(string? schema, string name) => schema is null ? PostgreSqlNames.Quote(name) : PostgreSqlNames.Qualify(schema, name);
}
