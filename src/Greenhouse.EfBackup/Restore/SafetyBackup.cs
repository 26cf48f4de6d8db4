using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Saves rows that are about to go, read through the transaction that holds the lock: no write of others falls between this and the deletion.</summary>
/// <param name="packing">How the file is packed.</param>
internal sealed class SafetyBackup(DbContext context, IDatabase database, BackupFolder folder, Packing packing, Progress progress, TimeProvider time)
{
    /// <param name="snapshot">What the transaction sees.</param>
    /// <param name="survey">The database as it is.</param>
    /// <param name="doomed">Keys of the tables whose rows go.</param>
    /// <param name="description">What for.</param>
    /// <returns>The file.</returns>
    public async Task<string> WriteAsync(ISnapshot snapshot, Survey survey, IReadOnlySet<string> doomed, string description, CancellationToken cancellation)
    {
        TableDescription[] saved = [.. survey.Catalog.Tables.Where(table => doomed.Contains(table.Key))];
        var described = survey with
        {
            Catalog = new TableCatalog(saved, [.. survey.Catalog.Tables.Where(table => !doomed.Contains(table.Key))]),
            Sequences = await snapshot.ReadSequencesAsync(saved, cancellation),
        };
        var metadata = described.Describe(context, database, Reasons.Safety, description, time.GetUtcNow());
        return (await new SnapshotWriter(snapshot, progress, Stages.Safety).WriteAsync(metadata, folder, packing, cancellation)).File!;
    }
}
