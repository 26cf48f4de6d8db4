using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Hosting.Protocol;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Inserts the rows of a file into one table by a prepared statement.</summary>
internal sealed class SqliteRowLoader : IDisposable
{
    /// <summary>A table with more bytes than a chunk has its indexes built afterwards.</summary>
    private const int LargeTable = BackupFormat.ChunkBytes;

    // SQLITE_CONSTRAINT, and SQLITE_MISMATCH: a primary key that is no integer.
    private const int Constraint = 19;
    private const int Mismatch = 20;

    private readonly TableDescription _target;
    private readonly SqliteStatement _statement;
    private readonly SqliteColumnBinder[] _columns;
    private readonly byte[][] _labels;
    private readonly Action _setIndexesAside;
    private bool _large;

    public SqliteRowLoader(SqliteConnection connection, TableDescription source, TableDescription target, SqliteIndexes indexes)
    {
        _target = target;
        _labels = RowReader.Labels(source);
        var places = source.StoredColumns.Select(column => target.Columns.First(place => SqliteNameComparer.Instance.Equals(place.Name, column.Name))).ToArray();
        _columns = [.. places.Select((place, index) => new SqliteColumnBinder(place, index + 1))];
        _statement = new SqliteStatement(
            connection,
            $"INSERT INTO {SqliteNames.Quote(target.Name)} ({SqliteNames.List(places.Select(place => place.Name))}) VALUES ({string.Join(", ", places.Select((_, index) => $"?{index + 1}"))})");
        _setIndexesAside = () => indexes.SetAside(target.Name);
    }

    /// <summary>Rows loaded so far.</summary>
    public long Rows { get; private set; }

    /// <exception cref="EfBackupException">A row can't be read, or the database refuses it.</exception>
    public void Load(RowChunk chunk)
    {
        if (!_large && chunk.Length >= LargeTable)
        {
            _large = true;
            _setIndexesAside();
        }

        var row = new RowReader(chunk);
        try
        {
            while (!row.AtEnd)
            {
                LoadRow(ref row, chunk.Bytes);
                Rows++;
            }
        }
        catch (FormatException exception)
        {
            throw new EfBackupException(
                ErrorCode.ValueUnfit,
                $"row {Rows + 1} of table {_target.Key} in the backup can't be read: {exception.Message}",
                "the file was not written by Greenhouse.EfBackup, or was changed and hashed anew; take another backup",
                inner: exception);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is Constraint or Mismatch)
        {
            throw new EfBackupException(
                ErrorCode.RowRefused,
                $"the database refused row {Rows + 1} of table {_target.Key}: {exception.Message}",
                "the target's constraints are stricter than those the backup was taken under; nothing was changed. Restore into a database at the backup's migration (`dotnet ef-backup show` names it)",
                inner: exception);
        }
    }

    public void Dispose() => _statement.Dispose();

    private void LoadRow(ref RowReader row, byte[] chunk)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            row.Expect(_labels[i]);
            _statement.Check(_columns[i].Bind(_statement.Handle, ref row, chunk));
        }

        row.EndRow();
        try
        {
            _statement.Step();
        }
        finally
        {
            _statement.Reset();
        }
    }
}
