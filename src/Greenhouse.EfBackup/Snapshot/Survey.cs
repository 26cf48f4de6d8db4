using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Snapshot;

/// <summary>What a snapshot shows before its rows are read: tables, meaning, counts.</summary>
internal sealed record Survey
{
    public required ModelTables Model { get; init; }

    public required TableCatalog Catalog { get; init; }

    /// <summary>What holds rows and is no ordinary table.</summary>
    public required IReadOnlyList<NotTable> NotTables { get; init; }

    /// <summary>What migrations that were killed have left, a sentence each.</summary>
    public IReadOnlyList<string> Remains { get; init; } = [];

    /// <summary>Rows of every table of the catalog, left-out ones included; null where the user may not read it.</summary>
    public required IReadOnlyDictionary<string, long?> Rows { get; init; }

    public required IReadOnlyList<SequenceDescription> Sequences { get; init; }

    /// <summary>Everything in the database that a backup of this catalog does not hold.</summary>
    public IReadOnlyList<string> LeftOut => [.. Catalog.LeftOut.Select(table => table.Key), .. NotTables.Select(other => other.Name)];

    /// <summary>Reads schema and counts of one snapshot.</summary>
    /// <param name="sequences">Those of the selected tables are read too.</param>
    /// <exception cref="EfBackupException">The selection names a table that is not there, or the database fails.</exception>
    public static Task<Survey> TakeAsync(DbContext context, IDatabase database, ISnapshot snapshot, TableSelection selection, bool sequences, CancellationToken cancellation)
        => TakeAsync(context, database, snapshot, selection, sequences, table => snapshot.CountRowsAsync(table, cancellation), cancellation);

    /// <summary>The same without sequences, and without counting: no rows are said to be there.</summary>
    public static Task<Survey> TakeUncountedAsync(DbContext context, IDatabase database, ISnapshot snapshot, TableSelection selection, CancellationToken cancellation)
        => TakeAsync(context, database, snapshot, selection, sequences: false, table => Task.FromResult<long?>(snapshot.MayRead(table) ? 0 : null), cancellation);

    private static async Task<Survey> TakeAsync(
        DbContext context, IDatabase database, ISnapshot snapshot, TableSelection selection, bool sequences, Func<TableDescription, Task<long?>> count, CancellationToken cancellation)
    {
        var live = await snapshot.ReadSchemaAsync(cancellation);
        var model = await database.GuardAsync(() => ModelTables.ReadAsync(context, database.Names, live, cancellation), cancellation);
        var catalog = TableCatalog.Of(live, model, selection, snapshot.KindOf, database.Names);
        var rows = new Dictionary<string, long?>(StringComparer.Ordinal);
        foreach (var table in catalog.Tables.Concat(catalog.LeftOut))
        {
            rows[table.Key] = await count(table);
        }

        return new Survey
        {
            Model = model,
            Catalog = catalog,
            NotTables = live.NotTables,
            Remains = live.Remains,
            Rows = rows,
            Sequences = !sequences ? [] : Of(await snapshot.ReadSequencesAsync(catalog.Tables, cancellation), isWhole: catalog.LeftOut.All(table => table.Entities.Count == 0)),
        };
    }

    /// <summary>A sequence that no column uses may serve any table (HiLo): only with all of them may it be set back.</summary>
    /// <param name="sequences">The sequences of some tables.</param>
    /// <param name="isWhole">They are all that the application has.</param>
    public static IReadOnlyList<SequenceDescription> Of(IReadOnlyList<SequenceDescription> sequences, bool isWhole)
        => [.. sequences.Where(sequence => isWhole || sequence.Users.Count > 0)];

    /// <summary>Says what a migration that was killed has left; one that is running looks the same.</summary>
    /// <param name="help">What becomes of it.</param>
    public void WarnOfRemains(Progress progress, string database, string help)
    {
        if (Remains.Count > 0)
        {
            progress.Warn(ErrorCode.RemainsFound, $"a migration of {database} was cut off, or is running now: there is {string.Join(", and ", Remains)}", help);
        }
    }

    /// <exception cref="EfBackupException">The user may not read one of these tables.</exception>
    public void RefuseUnreadable(IEnumerable<TableDescription> tables)
    {
        var unreadable = tables.Where(table => Rows[table.Key] is null).Select(table => table.Key).ToArray();
        if (unreadable.Length > 0)
        {
            throw new EfBackupException(
                ErrorCode.RightMissing,
                $"the database user may not read {string.Join(", ", unreadable)}, or not all rows of {(unreadable.Length == 1 ? "it" : "them")}",
                "grant it the right (`GRANT SELECT ON ... TO ...`, `GRANT USAGE ON SCHEMA ... TO ...`; BYPASSRLS where row level security hides rows), name another user with --connection, or leave the table out with --exclude");
        }
    }

    /// <summary>The head of a backup of the catalog's tables.</summary>
    public BackupMetadata Describe(DbContext context, IDatabase database, string reason, string? description, DateTimeOffset time, string? before = null)
        => new()
        {
            Format = BackupFormat.Highest,
            Version = LibraryVersion.Text,
            Timestamp = time,
            Description = description,
            Reason = reason,
            Before = before,
            Context = context.GetType().FullName!,
            Provider = context.Database.ProviderName!,
            Database = database.Name,
            Migrations = Model.AppliedMigrations,
            Statistics = Catalog.Tables.ToDictionary(table => table.Key, table => Rows[table.Key] ?? 0),
            Tables = Catalog.Tables,
            Sequences = Sequences,
            LeftOut = LeftOut,
        };
}
