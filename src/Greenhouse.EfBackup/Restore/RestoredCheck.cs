using System.Security.Cryptography;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Verification;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Proves, before the commit, that what was loaded is what the file holds.</summary>
internal sealed class RestoredCheck(ISnapshot snapshot, IReadOnlyList<TablePair> pairs, CheckedFile backup, StringComparer names, Progress progress)
{
    /// <param name="readBack">
    /// Compare hashes too, which reads every row again. Rows from another kind of database have no comparable hash (decimals are padded, zones named):
    /// of those, every value was held against its column as it was loaded.
    /// </param>
    /// <exception cref="EfBackupException">A count differs, or a hash does.</exception>
    public async Task RunAsync(bool readBack, CancellationToken cancellation)
    {
        foreach (var pair in pairs)
        {
            await CheckCountAsync(pair, cancellation);
        }

        foreach (var (pair, index) in pairs.Where(pair => readBack && !pair.Foreign).Select((pair, index) => (pair, index)))
        {
            await CheckHashAsync(pair, cancellation);
            progress.Say(new TableEvent(Stages.Verify, pair.Target.Key, backup.Metadata.Statistics[pair.Source.Key], index + 1, pairs.Count));
        }
    }

    /// <exception cref="EfBackupException">There are some.</exception>
    public static void RefuseDangling(IReadOnlyList<DanglingRows> dangling)
    {
        if (dangling.Count > 0)
        {
            throw new EfBackupException(
                ErrorCode.DanglingInFile,
                $"rows of {string.Join(", ", dangling.Select(rows => rows.Table).Distinct())} in the backup reference rows that would not be there; nothing was changed",
                "restore a backup that holds the referenced rows too, or put them into the database first",
                [.. dangling.Select(DanglingText.Of)]);
        }
    }

    private async Task CheckCountAsync(TablePair pair, CancellationToken cancellation)
    {
        var expected = backup.Metadata.Statistics[pair.Source.Key];
        var rows = await snapshot.CountRowsAsync(pair.Target, cancellation);
        if (rows != expected)
        {
            throw new EfBackupException(
                ErrorCode.CountsDiffer,
                $"table {pair.Target.Key} has {rows} rows after {expected} were loaded; nothing was changed",
                "look for what deletes or rewrites rows on insert (ON CONFLICT REPLACE in the table's definition)");
        }
    }

    private async Task CheckHashAsync(TablePair pair, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sink = RowSink.Hashing(hash);
        await using (var rows = await snapshot.BeginReadingAsync([AsWritten(pair)], new BytePool(), cancellation))
        {
            await rows.ReadNextAsync(sink, cancellation);
        }

        sink.End();
        var expected = backup.Tables.First(table => table.Key == pair.Source.Key).Sha256;
        if (TableIntegrity.Finish(hash) != expected)
        {
            throw new EfBackupException(
                ErrorCode.HashesDiffer,
                $"table {pair.Target.Key} reads back differently from what the backup holds; nothing was changed",
                "the target's column types can't hold these values as they were; restore into a database of the backup's schema");
        }
    }

    /// <summary>The target's table, read with the columns and in the order of the file.</summary>
    private TableDescription AsWritten(TablePair pair)
        => pair.Source with
        {
            Name = pair.Target.Name,
            Schema = pair.Target.Schema,
            Columns = [.. pair.Source.Columns.Select(column => column with
            {
                StoreType = pair.Target.Columns.FirstOrDefault(place => names.Equals(place.Name, column.Name))?.StoreType ?? column.StoreType,
            })],
        };
}
