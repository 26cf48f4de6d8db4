using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>
/// The rows of a backup file, checked while they are read: nothing of them counts before <see cref="Finish"/> has returned. Another order than that of the
/// file is served by reading it again from the start, since compressed files can't be read in any other way; that is rare, as orders follow from foreign keys.
/// </summary>
internal sealed class FileRows : IRowSource
{
    private readonly string _path;
    private readonly Passphrase? _passphrase;
    private readonly Dictionary<string, TableIntegrity> _read = new(StringComparer.Ordinal);
    private BackupReader _reader;
    private int _next;

    /// <param name="path">The file.</param>
    /// <param name="passphrase">What opens it, where it is encrypted.</param>
    /// <exception cref="EfBackupException">The file is not a backup, or can't be read.</exception>
    public FileRows(string path, Passphrase? passphrase)
    {
        (_path, _passphrase) = (path, passphrase);
        _reader = Open(path, passphrase);
    }

    public string Name => _path;

    public BackupMetadata Metadata => _reader.Metadata;

    public string Provider => Metadata.Provider;

    public IReadOnlyList<TableDescription> Tables => Metadata.Tables;

    public IReadOnlyList<string> LeftOut => Metadata.LeftOut;

    public long RowsOf(TableDescription table) => Metadata.Statistics[table.Key];

    public Task BeginAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation) => Task.CompletedTask;

    public IEnumerable<RowChunk> Read(TableDescription table, CancellationToken cancellation)
    {
        var place = Tables.TakeWhile(candidate => candidate.Key != table.Key).Count();
        if (place < _next)
        {
            Keep();
            _reader.Dispose();
            (_reader, _next) = (Open(_path, _passphrase), 0);
        }

        Skip(place, cancellation);
        _next++;
        Guard(_reader.NextTable);
        return Guarded(RowFeed.Of(_reader, cancellation));
    }

    public void Recycle(RowChunk chunk) => _reader.Recycle(chunk);

    public void Finish(CancellationToken cancellation)
    {
        Skip(Tables.Count, cancellation);
        var proved = Guard(_reader.Finish);
        // Where the file was read more than once, each time it has to be the file that is proved now.
        if (proved.Any(table => _read.TryGetValue(table.Key, out var before) && before != table))
        {
            throw FileErrors.Damaged(_path, "it changed while it was read");
        }
    }

    public EfBackupException Unreadable(string table, Exception exception) => Unreadable(_path, table, exception);

    /// <param name="file">The file, as it is to be named.</param>
    public static EfBackupException Unreadable(string file, string table, Exception exception)
        => new(
            ErrorCode.ValueUnfit,
            $"a row of table {table} in {file} can't be read: {exception.Message}",
            "the file was not written by Greenhouse.EfBackup, or was changed and hashed anew; take another backup",
            inner: exception);

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        return ValueTask.CompletedTask;
    }

    private static BackupReader Open(string path, Passphrase? passphrase)
    {
        Stream? stream = null;
        try
        {
            stream = BackupFile.Open(path, passphrase);
            return new BackupReader(stream, path);
        }
        catch (Exception exception)
        {
            stream?.Dispose();
            if (FileProblems.IsFileProblem(exception))
            {
                throw FileProblems.Explain(exception, path);
            }

            throw;
        }
    }

    private void Keep()
    {
        foreach (var table in _reader.Tables)
        {
            _read[table.Key] = table;
        }
    }

    private void Skip(int place, CancellationToken cancellation)
    {
        for (; _next < place; _next++)
        {
            Guard(_reader.NextTable);
            foreach (var chunk in Guarded(RowFeed.Of(_reader, cancellation)))
            {
                _reader.Recycle(chunk);
            }
        }
    }

    private IEnumerable<RowChunk> Guarded(IEnumerable<RowChunk> chunks)
    {
        using var each = chunks.GetEnumerator();
        while (Guard(each.MoveNext))
        {
            yield return each.Current;
        }
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, _path);
        }
    }
}
