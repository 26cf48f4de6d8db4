using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Schema;

/// <summary>The migrations of the code, and those that are applied to a database.</summary>
/// <param name="Known">Ids of the code's migrations, in order.</param>
/// <param name="Applied">Ids in the database's history, in order.</param>
internal sealed record MigrationHistory(IReadOnlyList<string> Known, IReadOnlyList<string> Applied)
{
    /// <summary>What EF calls the state before the first migration.</summary>
    public const string None = Migration.InitialDatabase;

    /// <summary>The last applied migration; <see cref="None"/> without one.</summary>
    public string Current => Applied.Count > 0 ? Applied[^1] : None;

    /// <param name="context">The context whose migrations the code has.</param>
    /// <param name="applied">What the database's history holds.</param>
    public static MigrationHistory Of(DbContext context, IReadOnlyList<string> applied)
        => new([.. context.GetService<IMigrationsAssembly>().Migrations.Keys.Order(StringComparer.OrdinalIgnoreCase)], applied);

    /// <summary>The id of a migration that somebody names; the last one of the code where nobody does.</summary>
    /// <param name="name">Id, name, or <c>0</c> for none.</param>
    /// <exception cref="EfBackupException">There is none of that name.</exception>
    public string Find(string? name)
        => name switch
        {
            null => Known.Count > 0 ? Known[^1] : throw new EfBackupException(ErrorCode.MigrationNotFound, "the code has no migrations", "add one (`dotnet ef migrations add`), or name the project that holds them with --project"),
            None => None,
            _ => Known.FirstOrDefault(id => IsCalled(id, name)) ?? throw new EfBackupException(ErrorCode.MigrationNotFound, $"the code has no migration '{name}'", "it has these", Known),
        };

    /// <summary>What has to be applied, or taken back, to get to a migration, in the order in which it happens.</summary>
    public IReadOnlyList<string> RouteTo(string target)
    {
        bool IsKept(string id) => target != None && string.Compare(id, target, StringComparison.OrdinalIgnoreCase) <= 0;
        return RouteTo([.. Known.Where(IsKept)]);
    }

    /// <summary>What has to be taken back and applied for these to be applied and no other: branches that were merged leave gaps.</summary>
    public IReadOnlyList<string> RouteTo(IReadOnlyList<string> wanted)
        => [.. Known.Reverse().Where(id => Applied.Contains(id) && !wanted.Contains(id)), .. Known.Where(id => !Applied.Contains(id) && wanted.Contains(id))];

    /// <exception cref="EfBackupException">The database has migrations that the code does not know: no way leads from there.</exception>
    public void RefuseUnknownInDatabase(string database)
    {
        if (Applied.Except(Known).ToArray() is { Length: > 0 } unknown)
        {
            throw new EfBackupException(
                ErrorCode.NotOfThisCode,
                $"the database {database} is at migrations that this code does not have: it was brought there by another version of the application",
                "use the code that has them",
                unknown);
        }
    }

    /// <returns>The migration that a backup was taken at.</returns>
    /// <exception cref="EfBackupException">The code does not lead there.</exception>
    public string PlaceOf(BackupMetadata backup)
    {
        if (backup.Migrations.Count == 0)
        {
            throw new EfBackupException(ErrorCode.NotOfThisCode, "the backup is of a database without migrations: there is no way to its schema", "restore it into a database that has its tables, without --schema");
        }

        return backup.Migrations.Except(Known).ToArray() is { Length: > 0 } unknown
            ? throw new EfBackupException(
                ErrorCode.NotOfThisCode,
                $"the backup is newer than this code: it was taken at {backup.Migrations[^1]}, and the code ends at {(Known.Count > 0 ? Known[^1] : "no migration")}",
                "use the code that it was taken with, or a newer one",
                unknown)
            : backup.Migrations[^1];
    }

    /// <summary>An id is a time and a name: <c>20240101120000_AddTunnels</c>.</summary>
    private static bool IsCalled(string id, string name)
        => string.Equals(id, name, StringComparison.OrdinalIgnoreCase) || string.Equals(id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..], name, StringComparison.OrdinalIgnoreCase);
}
