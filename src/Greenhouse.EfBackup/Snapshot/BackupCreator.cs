using System.Diagnostics;
using System.Globalization;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Masking;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Snapshot;

/// <summary>What a backup is to be.</summary>
/// <param name="Selection">Which tables.</param>
/// <param name="Description">Free text for its metadata.</param>
/// <param name="DryRun">Say what would be written, and write nothing.</param>
/// <param name="Packing">How the file is packed; null for JSON as it is.</param>
/// <param name="Before">The first of the migrations that are about to be applied, where it is taken for them.</param>
/// <param name="SkipEmpty">Write nothing where no table holds a row; the result then has no file.</param>
/// <param name="Rows">Which rows of the tables; null for all.</param>
/// <param name="Masking">How its values are masked; null where they are not.</param>
/// <param name="Portable">Say of columns how their documents and lists are spelled for every kind of database.</param>
internal sealed record CreateOptions(
    TableSelection Selection, string? Description = null, bool DryRun = false, Packing? Packing = null, string? Before = null, bool SkipEmpty = false, SelectedRows? Rows = null, MaskOptions? Masking = null, bool Portable = false);

/// <summary>Takes a backup: everything that would make a restore refuse is found out before the first row is written.</summary>
internal sealed class BackupCreator(DbContext context, IDatabase database, IBackupDestination destination, Progress progress, TimeProvider time)
{
    /// <exception cref="EfBackupException">There is nothing to back up, or what there is could not be restored, read or written.</exception>
    public async Task<CreateResult> CreateAsync(CreateOptions options, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await using var snapshot = options.Rows is null ? await database.OpenSnapshotAsync(cancellation) : await database.OpenSelectionAsync(cancellation);
        var (survey, rows) = await SurveyAsync(snapshot, options, cancellation);
        var metadata = survey.Describe(context, database, options.Before is null ? Reasons.Manual : Reasons.Migration, options.Description, time.GetUtcNow(), options.Before) with { Selection = rows };
        if (options.SkipEmpty && survey.Catalog.Tables.All(table => survey.Rows[table.Key] == 0))
        {
            return Result(metadata, written: null);
        }

        survey.WarnOfRemains(progress, database.Name, "where none is running, `dotnet ef-backup undo` brings back schema and rows from before it, and `dotnet ef-backup migrate` goes on without what was left");
        RefuseNothing(survey);
        survey.RefuseUnreadable(survey.Catalog.Tables);
        metadata = options.Masking is { } masking ? SurveyMasking.Apply(masking, survey, metadata, database.Names) : metadata;
        metadata = options.Portable ? SurveySpelling.Apply(survey, metadata) : metadata;
        RefuseDangling(rows, await snapshot.FindDanglingRowsAsync(survey.Catalog.Tables, willRead: !options.DryRun, cancellation));
        NameWhatIsLeftOut(survey, rows is not null);

        var written = options.DryRun ? null : await new SnapshotWriter(snapshot, progress, Stages.Read, dangling => RefuseDangling(rows, dangling)).WriteAsync(metadata, destination, options.Packing ?? Packing.Plain, cancellation);
        return Result(metadata, written);

        CreateResult Result(BackupMetadata metadata, WrittenBackup? written) => new()
        {
            File = written?.File,
            Timestamp = metadata.Timestamp,
            Bytes = written?.Bytes ?? 0,
            Context = metadata.Context,
            Provider = metadata.Provider,
            Database = metadata.Database,
            Tables = [.. metadata.Statistics.Select(pair => new TableRows(pair.Key, pair.Value))],
            LeftOut = survey.LeftOut,
            Selection = metadata.Selection,
            Masked = metadata.Masked,
            Rows = metadata.Statistics.Values.Sum(),
            Seconds = Progress.SecondsSince(start),
            DryRun = options.DryRun,
        };
    }

    private async Task<(Survey Survey, SelectedRows? Rows)> SurveyAsync(ISnapshot snapshot, CreateOptions options, CancellationToken cancellation)
        => options.Rows is { } rows && snapshot is ISelectingSnapshot selecting
            ? await new RowSurvey(context, database, selecting).TakeAsync(rows, options.Selection, cancellation)
            : (await Survey.TakeAsync(context, database, snapshot, options.Selection, sequences: true, cancellation), null);

    private void RefuseNothing(Survey survey)
    {
        if (survey.Catalog.Tables.Count == 0)
        {
            throw new EfBackupException(
                ErrorCode.NothingToBackUp,
                $"the database {database.Name} has none of the tables of {context.GetType().Name}",
                "create them (`dotnet ef database update`), see whether --connection names the right database, or take tables that no entity is mapped to with --all-tables",
                [.. survey.LeftOut.Select(table => $"it has {table}")]);
        }
    }

    private static void RefuseDangling(SelectedRows? rows, IReadOnlyList<DanglingRows> dangling)
    {
        if (dangling.Count > 0)
        {
            throw new EfBackupException(
                ErrorCode.DanglingInDatabase,
                $"rows of {string.Join(", ", dangling.Select(rows => rows.Table).Distinct())} reference rows that are not {(rows is null ? "there" : "selected, or not there")}; a backup of them could not be restored",
                rows is { WithRelated: false } ? "take what they reference too with --with-related, or leave the table out with --exclude" : "mend or delete those rows, or leave the table out with --exclude",
                [.. dangling.Select(DanglingText.Of)]);
        }
    }

    private void NameWhatIsLeftOut(Survey survey, bool partial)
    {
        foreach (var table in survey.Catalog.LeftOut)
        {
            progress.Warn(ErrorCode.TableLeftOut, $"table {table.Key} ({survey.Rows[table.Key]?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} rows) is not in the backup", partial ? "it was left out, or none of its rows is selected" : table.Entities.Count > 0 ? "it was left out by --include or --exclude" : "no entity is mapped to it; --all-tables takes it too");
        }

        foreach (var other in survey.NotTables)
        {
            progress.Warn(ErrorCode.TableLeftOut, $"{other.What} {other.Name} is not in the backup", other.Help);
        }

        var inside = survey.Catalog.Tables.Select(table => table.Key).ToHashSet(database.Names);
        foreach (var table in survey.Catalog.Tables)
        {
            foreach (var outside in table.ForeignKeys.Select(key => key.References).Where(key => !inside.Contains(key)).Distinct())
            {
                progress.Warn(ErrorCode.ReferenceLeftOut, $"table {table.Key} references {outside}, which is not in the backup", $"a restore needs the rows of {outside} that it references in the target");
            }
        }
    }
}
