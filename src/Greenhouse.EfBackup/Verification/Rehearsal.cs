using System.Diagnostics;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Verification;

/// <summary>Restores a backup into a scratch database that the application's own migrations, or its model, have made: what restores there once restores again.</summary>
/// <param name="context">Works on the scratch database meanwhile; its connection is closed.</param>
internal sealed class Rehearsal(DbContext context, DatabaseSettings settings, Progress progress, TimeProvider time)
{
    // What a database that takes every good row says of a bad one.
    private static readonly ErrorCode[] _faults =
    [
        ErrorCode.DanglingInFile, ErrorCode.RowRefused, ErrorCode.CountsDiffer, ErrorCode.HashesDiffer, ErrorCode.ValueUnfit, ErrorCode.ValueNotHeld,
    ];

    /// <exception cref="EfBackupException">The backup does not restore; or nobody knows, for no scratch database could be made.</exception>
    public async Task<RehearsalProof> RunAsync(string path, Passphrase? passphrase, CheckedFile backup, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var (place, rows) = await ExplainAsync(path, backup.Metadata, () => TryAsync(path, passphrase, backup, cancellation));
        return new RehearsalProof(place, SchemaCheck.MigrationOf(context, backup.Metadata), rows, Progress.SecondsSince(start));
    }

    private async Task<(string Place, long Rows)> TryAsync(string path, Passphrase? passphrase, CheckedFile backup, CancellationToken cancellation)
    {
        await using var scratch = await SupportedDatabases.MakeScratchAsync(
            context,
            Path.GetDirectoryName(path)!,
            (place, exception) => progress.Warn(ErrorCode.ScratchLeft, $"the scratch database {place} could not be removed: {exception.Message}", "remove it, if the next rehearsal has not"),
            cancellation);
        progress.Say(new NoteEvent($"rehearsing in {scratch.Place}"));
        await MakeTablesAsync(scratch, backup.Metadata, cancellation);
        await using var database = await SupportedDatabases.OpenAsync(context, settings, cancellation);
        await EmptyAsync(database, cancellation);
        var restored = await new Restorer(context, database, new BackupFolder(Path.GetDirectoryName(path)!), Quietly(), _ => { }, time)
            .RestoreAsync(path, new RestoreOptions(TableSelection.Everything, SafetyBackup: false, ReadBack: true, Passphrase: passphrase), cancellation, Task.FromResult(backup));
        return (scratch.Place, restored.Rows);
    }

    private async Task MakeTablesAsync(IScratchDatabase scratch, BackupMetadata backup, CancellationToken cancellation)
    {
        try
        {
            await ScratchSchema.MakeAsync(context, MigrationsFor(backup), cancellation);
        }
        catch (Exception exception) when (exception is not EfBackupException)
        {
            // Migrations are code, and throw what they like. A statement that is interrupted fails in the database's words.
            throw cancellation.IsCancellationRequested ? new OperationCanceledException("cancelled", exception, cancellation)
                : new EfBackupException(ErrorCode.NotRehearsed, $"its tables can't be made in {scratch.Place}: {exception.Message.TrimEnd('.')}", "make `dotnet ef database update` work on an empty database", inner: exception);
        }
    }

    /// <summary>Its own; of another kind of database, all that the code has.</summary>
    private IReadOnlyList<string> MigrationsFor(BackupMetadata backup)
        => backup.Provider == context.Database.ProviderName ? backup.Migrations : MigrationHistory.Of(context, []).Known;

    /// <summary>Rows that migrations and models bring along would be in the way of those of the backup.</summary>
    private async Task EmptyAsync(IDatabase database, CancellationToken cancellation)
    {
        Survey survey;
        await using (var snapshot = await database.OpenSnapshotAsync(cancellation))
        {
            survey = await Survey.TakeAsync(context, database, snapshot, TableSelection.Everything, sequences: false, cancellation);
        }

        if (survey.Rows.Values.Any(rows => rows is not 0))
        {
            await using var emptying = await database.BeginRestoreAsync(survey.Catalog.Tables, cancellation);
            var tables = (await Survey.TakeAsync(context, database, emptying.Snapshot, TableSelection.Everything, sequences: false, cancellation)).Catalog.Tables;
            await emptying.ClearAsync(tables, _ => { }, cancellation);
            await emptying.RebuildAsync(tables, cancellation);
            await emptying.CommitAsync(cancellation);
        }
    }

    /// <summary>What a restore says of the database that it restores into is of no interest here.</summary>
    private Progress Quietly()
        => new(said =>
        {
            if (said is ProgressEvent or TableEvent)
            {
                progress.Say(said);
            }
        });

    /// <summary>Whose fault it is: the backup's, or that of the scratch database, which says nothing of the backup.</summary>
    private static async Task<T> ExplainAsync<T>(string path, BackupMetadata backup, Func<Task<T>> rehearse)
    {
        try
        {
            return await rehearse();
        }
        catch (EfBackupException exception) when (_faults.Contains(exception.ErrorCode) && !(exception.ErrorCode == ErrorCode.DanglingInFile && Outside(backup).Any()))
        {
            throw new EfBackupException(ErrorCode.RehearsalFailed, $"{path} does not restore into a scratch database: {exception.Message} ({exception.Code})", exception.Help, exception.Details, exception);
        }
        catch (EfBackupException exception) when (exception.ErrorCode.ExitCode != ExitCodes.InvalidBackup || exception.ErrorCode == ErrorCode.DanglingInFile)
        {
            throw Unknown(path, exception, exception.Message, exception.ErrorCode == ErrorCode.DanglingInFile ? $"a backup that holds {string.Join(", ", Outside(backup))} too can be rehearsed" : exception.Help, exception.Details);
        }
    }

    private static EfBackupException Unknown(string path, Exception reason, string why, string help, IReadOnlyList<string> details)
        => new(ErrorCode.NotRehearsed, $"{path} is not rehearsed: {why}", help, details, reason);

    /// <summary>Tables that are referenced and not in the backup.</summary>
    private static IEnumerable<string> Outside(BackupMetadata backup)
        => backup.Tables.SelectMany(table => table.ForeignKeys).Select(key => key.References).Except(backup.Tables.Select(table => table.Key)).Distinct();
}
