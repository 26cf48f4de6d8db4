using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Brings the rows of a file into one table by prepared statements.</summary>
internal sealed class SqliteRowLoader : IDisposable
{
    /// <summary>A table with more bytes than a chunk has its indexes built afterwards.</summary>
    private const int LargeTable = BackupFormat.ChunkBytes;

    // SQLITE_CONSTRAINT, and SQLITE_MISMATCH: a primary key that is no integer.
    private const int Constraint = 19;
    private const int Mismatch = 20;

    // More rows a statement gain little; a wide table reaches its share of parameters sooner.
    private const int MaxRowsPerStatement = 64;
    private const int ParametersPerStatement = 512;

    private readonly TableDescription _target;
    private readonly ISqliteRows _many;
    private readonly ISqliteRows _one;
    private readonly int _columns;
    private readonly BindingScratch _scratch = new();
    private readonly Action _setIndexesAside;
    private bool _large;
    private int _place;

    private SqliteRowLoader(TablePair pair, Func<int, ISqliteRows> make, Action setIndexesAside)
    {
        _target = pair.Target;
        _columns = pair.Source.StoredColumns.Count;
        _one = make(1);
        _many = make(Math.Clamp(ParametersPerStatement / _columns, 1, MaxRowsPerStatement));
        _setIndexesAside = setIndexesAside;
    }

    /// <summary>Inserts the rows of a file into an empty table.</summary>
    public static SqliteRowLoader Inserting(SqliteConnection connection, TablePair pair, SqliteIndexes indexes)
        => new(pair, rows => new SqliteInsert(connection, pair, rows), () => indexes.SetAside(pair.Target.Name));

    /// <summary>Brings the rows of a file into a table that has some.</summary>
    /// <param name="update">Rows that are there get the values of the file.</param>
    /// <param name="count">Counts what changes.</param>
    public static SqliteRowLoader Merging(SqliteConnection connection, TablePair pair, bool update, SqliteMergeCount count)
        => new(pair, rows => new SqliteMerge(connection, pair, rows, update, count), () => { });

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

        _scratch.Begin(chunk, _many.Rows * _columns);
        using var held = _one.HoldConnection();
        try
        {
            LoadRows(new RowReader(chunk), chunk.Span.Count((byte)'\n'));
        }
        catch (Exception exception) when (RowErrors.Unfit(exception, _target.Key, Rows + 1) is { } unfit)
        {
            throw unfit;
        }
        catch (SqliteException exception) when (IsRefusal(exception))
        {
            var refused = new RowReader(new RowChunk(chunk.Bytes, _place, chunk.Start + chunk.Length - _place));
            throw _one.Explain(refused, _scratch, exception) ?? RowErrors.Refused(_target.Key, $"{Rows + 1}", $": {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        _many.Dispose();
    }

    private static bool IsRefusal(SqliteException exception) => exception.SqliteErrorCode is Constraint or Mismatch;

    private void LoadRows(RowReader row, int count)
    {
        while (count >= _many.Rows)
        {
            var before = row;
            try
            {
                _many.Run(ref row, _scratch);
                Rows += _many.Rows;
            }
            catch (Exception exception) when (exception is FormatException or ValueNotHeldException || (exception is SqliteException refused && IsRefusal(refused)))
            {
                // None of them is in: one by one, the row that it was about is found.
                row = before;
                LoadOneByOne(ref row, _many.Rows);
            }

            count -= _many.Rows;
        }

        LoadOneByOne(ref row, count);
        if (!row.AtEnd)
        {
            throw new FormatException("a line is not one row");
        }
    }

    private void LoadOneByOne(ref RowReader row, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _place = row.Place;
            _one.Run(ref row, _scratch);
            Rows++;
        }
    }
}
