using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Goes through the rows of a file that has passed its check, and makes sure that it is still that file.</summary>
internal sealed class FileTables(string path, Passphrase? passphrase, CheckedFile backup)
{
    /// <param name="pairs">The tables whose rows are wanted.</param>
    /// <param name="take">Takes a table's rows, as its target has them, and what gives their chunks back.</param>
    /// <exception cref="EfBackupException">The file has changed since it was checked.</exception>
    public async Task ReadAsync(IReadOnlyList<TablePair> pairs, Func<TablePair, IEnumerable<RowChunk>, Action<RowChunk>, Task> take, CancellationToken cancellation)
    {
        var wanted = pairs.ToDictionary(pair => pair.Source.Key, StringComparer.Ordinal);
        using var reader = new BackupReader(BackupFile.Open(path, passphrase), path);
        while (reader.NextTable() is { } table)
        {
            if (wanted.TryGetValue(table.Key, out var pair))
            {
                var rows = RowFeed.Of(reader, cancellation);
                await (pair.Projection is { } projection ? take(pair, Projected(pair, projection, projection.Of(rows, reader.Recycle)), _ => { }) : take(pair, rows, reader.Recycle));
                continue;
            }

            while (reader.SkipRows())
            {
            }
        }

        // What was taken counts only if it is that file.
        if (!reader.Finish().SequenceEqual(backup.Tables))
        {
            throw FileErrors.Damaged(path, "it changed while it was read");
        }
    }

    /// <exception cref="EfBackupException">A value has no place in the database.</exception>
    private static IEnumerable<RowChunk> Projected(TablePair pair, RowProjection projection, IEnumerable<RowChunk> rows)
    {
        using var each = rows.GetEnumerator();
        while (true)
        {
            try
            {
                if (!each.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (RowErrors.Unfit(exception, pair.Source.Key, projection.Rows + 1) is { } unfit)
            {
                throw unfit;
            }

            yield return each.Current;
        }
    }
}
