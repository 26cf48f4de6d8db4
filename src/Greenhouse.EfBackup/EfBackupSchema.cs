namespace Greenhouse.EfBackup;

/// <summary>What a restore does with the database's schema.</summary>
public enum EfBackupSchema
{
    /// <summary>It must fit the backup; each difference is named.</summary>
    Exact,

    /// <summary>What has no place in it is left out, and named; names that migrations have changed are followed.</summary>
    Lenient,

    /// <summary>It goes to the backup's migration. A database that is not there is made.</summary>
    Backup,

    /// <summary>It goes to the backup's migration, and then forward through the application's migrations.</summary>
    Migrate,
}
