using System.Security.Cryptography;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Proves, before the commit, that what was loaded is what the file holds.</summary>
/// <param name="snapshot">What the transaction sees.</param>
/// <param name="pairs">The tables.</param>
/// <param name="backup">The file.</param>
/// <param name="names">How identifiers compare in the database.</param>
/// <param name="readBack">Compare the rows of all tables too, which reads every one again; of some it always does.</param>
/// <param name="progress">Told of every table.</param>
internal sealed class RestoredCheck(ISnapshot snapshot, IReadOnlyList<TablePair> pairs, CheckedFile backup, StringComparer names, bool readBack, Progress progress)
{
    private readonly Dictionary<string, RowsDigest> _loaded = pairs.Where(pair => (pair.MayBeRespelled || pair.Source.InHiddenOrder) && (readBack || pair.MustBeReadBack))
        .ToDictionary(pair => pair.Source.Key, pair => new RowsDigest(pair.Source, AsWritten(pair, names)), StringComparer.Ordinal);

    /// <summary>
    /// Looks at rows on their way into the database. Two kinds of databases spell values differently (decimals are padded, zones named), and a hash of the
    /// file's lines proves nothing; nor where masked keys stand in another order. What is read back is compared with what is seen here.
    /// </summary>
    public IEnumerable<RowChunk> Watch(TablePair pair, IEnumerable<RowChunk> rows)
        => !_loaded.TryGetValue(pair.Source.Key, out var digest) ? rows : rows.Select(chunk =>
        {
            digest.Add(chunk);
            return chunk;
        });

    /// <exception cref="EfBackupException">A count differs, or a hash does.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var pair in pairs)
        {
            await CheckCountAsync(snapshot, pair, backup.Metadata.Statistics[pair.Source.Key], cancellation);
        }

        foreach (var (pair, index) in pairs.Where(pair => readBack || pair.MustBeReadBack).Select((pair, index) => (pair, index)))
        {
            await CheckRowsAsync(pair, cancellation);
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

    /// <exception cref="EfBackupException">A table has another number of rows.</exception>
    public static async Task CheckCountAsync(ISnapshot snapshot, TablePair pair, long expected, CancellationToken cancellation)
    {
        var rows = await snapshot.CountRowsAsync(pair.Target, cancellation);
        if (rows != expected)
        {
            throw new EfBackupException(
                ErrorCode.CountsDiffer,
                $"table {pair.Target.Key} has {rows} rows, and should have {expected}; nothing was changed",
                "look for what deletes or rewrites rows on insert (ON CONFLICT REPLACE in the table's definition)");
        }
    }

    private async Task CheckRowsAsync(TablePair pair, CancellationToken cancellation)
    {
        if (!await (_loaded.ContainsKey(pair.Source.Key) ? HasSameValuesAsync(pair, cancellation) : HasSameHashAsync(pair, cancellation)))
        {
            throw Differs(pair);
        }
    }

    public static EfBackupException Differs(TablePair pair)
        => new(
            ErrorCode.HashesDiffer,
            $"table {pair.Target.Key} reads back differently from what the backup holds; nothing was changed",
            "the target's column types can't hold these values as they were; restore into a database of the backup's schema");

    private async Task<bool> HasSameHashAsync(TablePair pair, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await ReadAsync(pair, RowSink.Hashing(hash), cancellation);
        return TableIntegrity.Finish(hash) == backup.Tables.First(table => table.Key == pair.Source.Key).Sha256;
    }

    private async Task<bool> HasSameValuesAsync(TablePair pair, CancellationToken cancellation)
    {
        var readBack = new RowsDigest(AsWritten(pair, names), pair.Source);
        await ReadAsync(pair, readBack.Sink(), cancellation);
        return readBack.Equals(_loaded[pair.Source.Key]);
    }

    private async Task ReadAsync(TablePair pair, RowSink sink, CancellationToken cancellation)
    {
        await using (var rows = await snapshot.BeginReadingAsync([AsWritten(pair, names)], new BytePool(), cancellation))
        {
            await rows.ReadNextAsync(sink, cancellation);
        }

        sink.End();
    }

    /// <summary>The target's table, read with the columns and in the order of the file; from another kind of database, as the target's kinds.</summary>
    public static TableDescription AsWritten(TablePair pair, StringComparer names)
        => pair.Source with
        {
            Name = pair.Target.Name,
            Schema = pair.Target.Schema,
            Columns = [.. pair.Source.Columns.Select(column => (Column: column, Place: pair.Target.Columns.FirstOrDefault(place => names.Equals(place.Name, column.Name)) ?? column))
                .Select(found => found.Column with { StoreType = found.Place.StoreType, Kind = pair.Foreign ? found.Place.Kind : found.Column.Kind })],
        };
}
