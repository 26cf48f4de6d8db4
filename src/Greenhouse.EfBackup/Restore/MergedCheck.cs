using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Proves, before the commit, that the rows of the file are in the tables, among those that were there.</summary>
/// <param name="snapshot">What the transaction sees.</param>
/// <param name="plan">What was there before.</param>
/// <param name="merged">What became of the rows of each table, by its key in the file.</param>
/// <param name="names">How identifiers compare in the database.</param>
internal sealed class MergedCheck(ISnapshot snapshot, RestorePlan plan, IReadOnlyDictionary<string, MergedRows> merged, StringComparer names)
{
    /// <exception cref="EfBackupException">A table has not as many rows as it had, and those that were inserted.</exception>
    public async Task CountAsync(CancellationToken cancellation)
    {
        foreach (var pair in plan.Pairs)
        {
            await RestoredCheck.CheckCountAsync(snapshot, pair, (plan.Survey.Rows[pair.Target.Key] ?? 0) + merged[pair.Source.Key].Inserted, cancellation);
        }
    }

    /// <summary>Reads the tables back beside the file, and finds its rows in them by their key: both have them in its order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="update">Rows that were there have the values of the file too.</param>
    /// <exception cref="EfBackupException">A row of the file is not there, or it has other values.</exception>
    public Task ReadBackAsync(FileTables file, bool update, Progress progress, CancellationToken cancellation)
    {
        var done = 0;
        return file.ReadAsync(
            plan.Pairs,
            async (pair, rows, recycle) =>
            {
                var expected = merged[pair.Source.Key];
                var same = await CountSameAsync(pair, rows, recycle, cancellation);
                if (update ? same != expected.Inserted + expected.Updated + expected.Unchanged : same < expected.Inserted)
                {
                    throw RestoredCheck.Differs(pair);
                }

                progress.Say(new TableEvent(Stages.Verify, pair.Target.Key, same, ++done, plan.Pairs.Count));
            },
            cancellation);
    }

    /// <returns>How many rows of the file are there, with all their values.</returns>
    private async Task<long> CountSameAsync(TablePair pair, IEnumerable<RowChunk> rows, Action<RowChunk> recycle, CancellationToken cancellation)
    {
        var table = RestoredCheck.AsWritten(pair, names);
        var there = new RowHasher(table, pair.Source);
        using var wanted = Hashes(pair, table, rows, recycle).GetEnumerator();
        var (left, same) = (wanted.MoveNext(), 0L);
        var sink = new RowSink(buffer =>
        {
            there.Hash(new RowChunk(buffer.Bytes, 0, buffer.Position), (KeyedHash row) =>
            {
                if (left && wanted.Current.Key == row.Key)
                {
                    same += wanted.Current.Row == row.Row ? 1 : 0;
                    left = wanted.MoveNext();
                }
            });
            buffer.Clear();
        });
        await using (var reading = await snapshot.BeginReadingAsync([table], new BytePool(), cancellation))
        {
            await reading.ReadNextAsync(sink, cancellation);
        }

        sink.End();
        // The file is hashed to its end whatever was found.
        while (left)
        {
            left = wanted.MoveNext();
        }

        return same;
    }

    private static IEnumerable<KeyedHash> Hashes(TablePair pair, TableDescription table, IEnumerable<RowChunk> rows, Action<RowChunk> recycle)
    {
        var hasher = new RowHasher(pair.Source, table);
        var hashes = new List<KeyedHash>();
        foreach (var chunk in rows)
        {
            hashes.Clear();
            hasher.Hash(chunk, (KeyedHash row) => hashes.Add(row));
            recycle(chunk);
            foreach (var hash in hashes)
            {
                yield return hash;
            }
        }
    }
}
