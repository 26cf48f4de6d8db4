using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Greenhouse.EfBackup.Schema;

/// <summary>What migrations call tables and columns of a backup by now.</summary>
internal sealed class Renames
{
    private readonly List<MigrationOperation> _operations = [];
    private readonly StringComparer _names;

    /// <param name="context">The context whose migrations they are.</param>
    /// <param name="backup">The migrations that the backup was taken at.</param>
    /// <param name="applied">Those that the database is at.</param>
    /// <param name="names">How identifiers compare.</param>
    public Renames(DbContext context, IReadOnlyList<string> backup, IReadOnlyList<string> applied, StringComparer names)
    {
        _names = names;
        if (!context.Database.IsRelational())
        {
            return;
        }

        var assembly = context.GetService<IMigrationsAssembly>();
        foreach (var id in MigrationHistory.Of(context, backup).RouteTo(applied.Count > 0 ? applied[^1] : MigrationHistory.None))
        {
            var migration = assembly.CreateMigration(assembly.Migrations[id], context.Database.ProviderName!);
            _operations.AddRange(backup.Contains(id) ? migration.DownOperations : migration.UpOperations);
        }
    }

    /// <summary>The name of a table now.</summary>
    public string TableOf(string table) => Follow(table, null).Table;

    /// <summary>The name of a column now.</summary>
    public string ColumnOf(string table, string column) => Follow(table, column).Column!;

    private (string Table, string? Column) Follow(string table, string? column)
    {
        foreach (var operation in _operations)
        {
            (table, column) = operation switch
            {
                RenameTableOperation { NewName: { } name } renamed when _names.Equals(renamed.Name, table) => (name, column),
                RenameColumnOperation renamed when _names.Equals(renamed.Table, table) && column is not null && _names.Equals(renamed.Name, column) => (table, renamed.NewName),
                _ => (table, column),
            };
        }

        return (table, column);
    }
}
