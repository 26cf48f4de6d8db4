using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Storage;

/// <summary>The folder that holds a project's backups.</summary>
internal sealed class BackupFolder(string path) : IBackupDestination
{
    // A process that is killed leaves its temporary file; one that has just made its own may not hold it yet.
    private static readonly TimeSpan _abandonedAfter = TimeSpan.FromMinutes(1);

    public string Path { get; } = path;

    /// <summary>Makes the folder where it is missing, with a <c>.gitignore</c> that keeps its content out of version control.</summary>
    /// <exception cref="EfBackupException">It can't be made.</exception>
    public void Ensure()
    {
        if (Directory.Exists(Path))
        {
            return;
        }

        if (File.Exists(Path))
        {
            throw new EfBackupException(ErrorCode.FolderNotWritable, $"{Path} is a file and not a folder", "move it away, or choose another folder with --output");
        }

        var ignore = System.IO.Path.Combine(Path, ".gitignore");
        try
        {
            Directory.CreateDirectory(Path);
            File.WriteAllText(ignore, "*\n");
        }
        catch (IOException exception) when (File.Exists(ignore) && !FileProblems.IsDiskFull(exception))
        {
            // Somebody else makes the folder in this moment.
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            RemoveHalfMade(ignore);
            throw FileProblems.ExplainFolder(exception, Path);
        }
    }

    /// <summary>The next one would find a folder that nothing keeps out of version control.</summary>
    private void RemoveHalfMade(string ignore)
    {
        try
        {
            File.Delete(ignore);
            Directory.Delete(Path);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            // It was not made, or somebody else has put something there.
        }
    }

    /// <summary>A new file in the folder.</summary>
    public AtomicFile Create(BackupMetadata metadata, Packing packing)
    {
        Ensure();
        AtomicFile.RemoveAbandoned(Path, metadata.Timestamp - _abandonedAfter);
        // Of two that are taken in one moment, one gets the name of the next.
        for (var moment = metadata.Timestamp; ; moment = moment.AddMilliseconds(1))
        {
            if (AtomicFile.TryCreate(System.IO.Path.Combine(Path, BackupName.Of(metadata with { Timestamp = moment }, packing))) is { } file)
            {
                return file;
            }
        }
    }

    IBackupTarget IBackupDestination.Create(BackupMetadata metadata, Packing packing) => Create(metadata, packing);

    /// <summary>Removes a backup, and then its sidecar.</summary>
    /// <exception cref="IOException">The backup can't be removed.</exception>
    public static void Remove(string file)
    {
        File.Delete(file);
        RemoveSidecar(Sidecar.PathOf(file));
    }

    /// <summary>Removes what killed processes have left: temporary files that nobody holds, and sidecars of backups that are no more.</summary>
    /// <returns>Names of the files.</returns>
    public IReadOnlyList<string> RemoveLeftovers(DateTimeOffset now)
    {
        if (!Directory.Exists(Path))
        {
            return [];
        }

        var before = now - _abandonedAfter;
        return [.. AtomicFile.RemoveAbandoned(Path, before).Concat(Directory.GetFiles(Path, "*" + Sidecar.Extension).Where(file => IsOrphan(file, before) && RemoveSidecar(file))).Select(file => System.IO.Path.GetFileName(file))];
    }

    /// <summary>Every file that is a backup by its name, newest first.</summary>
    public IReadOnlyList<BackupSummary> List()
    {
        if (!Directory.Exists(Path))
        {
            return [];
        }

        try
        {
            return [.. Directory.EnumerateFiles(Path)
                .Where(file => BackupName.IsBackup(System.IO.Path.GetFileName(file)))
                .Select(BackupSummary.Read)
                .OrderByDescending(summary => summary.Timestamp)
                .ThenBy(summary => summary.File, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, Path);
        }
    }

    /// <summary>The file that a command names: a path, or the newest complete backup that is neither a safety nor a partial one.</summary>
    /// <param name="file">A path, or <see cref="BackupRequest.Latest"/>.</param>
    /// <param name="context">The context whose backups count (full or short name); null for all.</param>
    /// <param name="database">The database whose backups count; null for all.</param>
    /// <exception cref="EfBackupException">There is none, or the latest is not unambiguous.</exception>
    public string Resolve(string file, string? context, string? database)
    {
        if (file != BackupRequest.Latest)
        {
            return File.Exists(file) ? file : throw new EfBackupException(
                ErrorCode.FileNotFound, $"there is no file {file}", "name a file, or `latest`; `dotnet ef-backup list` shows the backups of this project");
        }

        var candidates = List()
            .Where(summary => summary is { IsComplete: true, Head: { } head } && head is { Reason: not Reasons.Safety, Partial: false }
                && (context is null || IsCalled(head.Context, context)) && (database is null || head.Database == database))
            .ToArray();
        var origins = candidates.Select(summary => $"{summary.Head!.Context} on {summary.Head.Database}").Distinct().ToArray();
        return origins.Length switch
        {
            1 => candidates[0].File,
            0 => throw new EfBackupException(
                ErrorCode.NoLatest,
                $"{Path} holds no complete backup{(context is null ? "" : $" of {context}")}{(database is null ? "" : $" of the database {database}")}",
                "take one with `dotnet ef-backup create`, or name a file (a safety backup, and a partial one, must be named); `dotnet ef-backup list` shows what is there"),
            _ => throw new EfBackupException(
                ErrorCode.AmbiguousLatest, $"{Path} holds backups of several contexts or databases", "name one with --context, or name the file", origins),
        };
    }

    /// <summary>The newest complete backup of a context and database that somebody asked for, and that has all rows; null where there is none.</summary>
    /// <param name="context">The context's full name.</param>
    /// <param name="database">The database's name.</param>
    public BackupSummary? NewestManual(string context, string database)
        => List().FirstOrDefault(summary => summary is { IsComplete: true, Head: { Reason: Reasons.Manual, Partial: false } head } && head.Context == context && head.Database == database);

    /// <summary>The newest complete backup that was taken before a migration, and not before one was taken back.</summary>
    /// <param name="migration">The migration's id or name; null for any.</param>
    /// <param name="context">The context whose backups count (full or short name); null for all.</param>
    /// <param name="database">The database whose backups count; null for all.</param>
    /// <exception cref="EfBackupException">There is none.</exception>
    public string ResolveBefore(string? migration, string? context, string? database)
    {
        var known = BeforeMigrations(context, database);
        return known.FirstOrDefault(summary => migration is null || (IsMigration(summary.Head!.Before!, migration) && !summary.Head.Migrations.Contains(summary.Head.Before!)))?.File ?? throw new EfBackupException(
            ErrorCode.NoLatest,
            $"{Path} holds no complete backup from before {(migration is null ? "a migration" : $"the migration {migration}")}",
            known.Count > 0 ? "these are there" : "`dotnet ef-backup list` shows what is there",
            [.. known.Select(summary => $"before {summary.Head!.Before}: {System.IO.Path.GetFileName(summary.File)}")]);
    }

    /// <summary>The newest complete backup that was taken before migrations, of a database that was at a migration then.</summary>
    /// <param name="migration">The id or name of the last migration that was applied; null for any.</param>
    /// <param name="context">The context whose backups count (full or short name).</param>
    /// <param name="database">The database whose backups count.</param>
    /// <exception cref="EfBackupException">There is none.</exception>
    public string ResolveMigration(string? migration, string? context, string? database)
    {
        if (migration is null)
        {
            return ResolveBefore(null, context, database);
        }

        var known = BeforeMigrations(context, database);
        return known.FirstOrDefault(summary => summary.Head is { Migrations: [.., var last] } && IsMigration(last, migration))?.File ?? throw new EfBackupException(
            ErrorCode.NoLatest,
            $"{Path} holds no complete backup of {database ?? "a database"} at the migration {migration} that was taken before another one",
            known.Count > 0 ? "these are there; any other backup can be restored with `dotnet ef-backup restore <file> --schema backup`" : "`dotnet ef-backup list` shows what is there",
            [.. known.Select(summary => $"at {(summary.Head!.Migrations.Count > 0 ? summary.Head.Migrations[^1] : "no migration")}: {System.IO.Path.GetFileName(summary.File)}")]);
    }

    /// <summary>Newer than <paramref name="file"/>, and not known to be complete: what `latest` passed over.</summary>
    public IReadOnlyList<BackupSummary> NewerIncomplete(string file)
        => [.. List().Where(summary => !summary.IsComplete && File.GetLastWriteTimeUtc(summary.File) > File.GetLastWriteTimeUtc(file))];

    /// <summary>The backup may be about to get its name.</summary>
    private static bool IsOrphan(string sidecar, DateTimeOffset before)
    {
        var backup = sidecar[..^Sidecar.Extension.Length];
        return BackupName.IsBackup(System.IO.Path.GetFileName(backup)) && !File.Exists(backup) && File.GetLastWriteTimeUtc(sidecar) < before.UtcDateTime;
    }

    private static bool RemoveSidecar(string sidecar)
    {
        try
        {
            File.Delete(sidecar);
            return true;
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            // In use: the next one that prunes finds it without its backup.
            return false;
        }
    }

    private IReadOnlyList<BackupSummary> BeforeMigrations(string? context, string? database)
        => [.. List().Where(summary => summary is { IsComplete: true, Head: { Reason: Reasons.Migration, Before: not null } head }
            && (context is null || IsCalled(head.Context, context)) && (database is null || head.Database == database))];

    /// <summary>A migration's id is its time and its name: <c>20240101120000_AddTunnels</c>.</summary>
    private static bool IsMigration(string id, string wanted)
        => string.Equals(id, wanted, StringComparison.OrdinalIgnoreCase) || string.Equals(id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..], wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>By its full or its short name.</summary>
    public static bool IsCalled(string fullName, string name)
        => fullName == name || fullName.EndsWith($".{name}", StringComparison.Ordinal) || fullName.EndsWith($"+{name}", StringComparison.Ordinal);
}
