using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Operations;

/// <summary>The backup that a path in code means: a file, or the latest that a folder has of the context and its database.</summary>
internal static class LatestOf
{
    /// <exception cref="EfBackupException">There is none.</exception>
    public static string Resolve(string path, DbContext context, IDatabase database)
        => new BackupFolder(path).Resolve(Directory.Exists(path) ? BackupRequest.Latest : path, context.GetType().FullName, database.Name);
}
