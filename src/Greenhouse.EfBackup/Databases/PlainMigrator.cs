using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Databases;

/// <summary>A migrator that does more than to migrate.</summary>
internal interface IMigratorAround
{
    /// <summary>The one that migrates and nothing else.</summary>
    IMigrator Inner { get; }
}

/// <summary>The migrator for what has taken its own snapshot, or needs none.</summary>
internal static class PlainMigrator
{
    public static IMigrator Of(DbContext context) => context.GetService<IMigrator>() is var migrator && migrator is IMigratorAround around ? around.Inner : migrator;
}
