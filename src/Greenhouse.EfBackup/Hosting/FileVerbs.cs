using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Verification;
using Greenhouse.EfBackup.Verification.Differences;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>The verbs that read backup files and need neither application nor database.</summary>
internal sealed class FileVerbs(BackupRequest request, BackupFolder folder, Progress progress, PassphraseSource passphrases)
{
    /// <exception cref="EfBackupException">The file is not there, or not a whole backup.</exception>
    public async Task<ResultEvent> HandleAsync(CancellationToken cancellation)
        => request.Verb switch
        {
            Verbs.Verify => new ResultEvent { Verify = await VerifyAsync(cancellation) },
            Verbs.Show => new ResultEvent { Show = Show(cancellation) },
            Verbs.Diff => await DiffAsync(cancellation),
            _ => throw new InvalidOperationException($"The verb '{request.Verb}' is not one of this version's."),
        };

    private Task<VerifyResult> VerifyAsync(CancellationToken cancellation)
    {
        var file = Resolve();
        return FileProof.ProveAsync(file, passphrases.ToOpen(file), progress, TimeProvider.System, cancellation);
    }

    private ShowResult Show(CancellationToken cancellation)
    {
        var file = Resolve();
        var found = FileCheck.Check(file, passphrases.ToOpen(file), progress, cancellation);
        var metadata = found.Metadata;
        var integrity = found.Tables.ToDictionary(table => table.Key, StringComparer.Ordinal);
        return new ShowResult
        {
            File = file,
            Bytes = found.Bytes,
            Format = metadata.Format,
            Version = metadata.Version,
            Timestamp = metadata.Timestamp,
            Description = metadata.Description,
            Reason = metadata.Reason,
            Before = metadata.Before,
            Context = metadata.Context,
            Provider = metadata.Provider,
            Database = metadata.Database,
            Migrations = metadata.Migrations,
            Tables = [.. metadata.Tables.Select(table => Describe(table, integrity[table.Key]))],
            LeftOut = metadata.LeftOut,
            Selection = metadata.Selection,
            Rows = found.Tables.Sum(table => table.Rows),
        };
    }

    private async Task<ResultEvent> DiffAsync(CancellationToken cancellation)
    {
        var (file, against) = (Resolve(), folder.Resolve(request.Against!, request.Context, database: null));
        await using var old = new FileRows(file, passphrases.ToOpen(file));
        await using var @new = new FileRows(against, passphrases.ToOpen(against));
        return await new DiffVerb(request, progress).RunAsync(old, @new, old.Provider == @new.Provider ? SupportedDatabases.NamesOf(old.Provider) : StringComparer.Ordinal, cancellation);
    }

    /// <summary>Where `latest` passed over newer files, says so: somebody may be counting on them.</summary>
    public void WarnOfIncomplete(string file)
    {
        if (request.File != BackupRequest.Latest)
        {
            return;
        }

        foreach (var passed in folder.NewerIncomplete(file))
        {
            progress.Warn(ErrorCode.Truncated, $"{passed.File} is newer than the latest valid backup, and {(passed.IsEncrypted ? "not known to be complete" : "not complete")}", "see `dotnet ef-backup list`; delete it when you know what broke it");
        }
    }

    private static ShownTable Describe(TableDescription table, TableIntegrity integrity)
        => new()
        {
            Table = table.Key,
            Rows = integrity.Rows,
            Sha256 = integrity.Sha256,
            Columns = [.. table.Columns.Select(column => new ShownColumn(column.Name, column.StoreType, ValueKindConverter.NameOf(column.Kind), column.Nullable, column.Mask))],
            Key = table.PrimaryKey,
            References = [.. table.ForeignKeys.Select(key => key.References).Distinct()],
        };

    private string Resolve()
    {
        var file = request.Before is { } migration ? folder.ResolveBefore(migration, request.Context, database: null) : folder.Resolve(request.File!, request.Context, database: null);
        WarnOfIncomplete(file);
        return file;
    }
}
