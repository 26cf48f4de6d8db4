using System.Reflection;
using System.Runtime.ExceptionServices;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>A COPY into a table under way. Disposed before <see cref="CompleteAsync"/>, it did not happen.</summary>
internal sealed class PostgreSqlCopyIn : IDisposable
{
    private static readonly byte[] _trailer = [0xff, 0xff];
    private readonly NpgsqlRawCopyStream _stream;
    private bool _ended;

    private PostgreSqlCopyIn(NpgsqlRawCopyStream stream, bool binary)
    {
        (_stream, IsBinary) = (stream, binary);
        // Constraints and the server's disk may take their time.
        stream.WriteTimeout = CopyStreams.NoTimeout;
        stream.ReadTimeout = CopyStreams.NoTimeout;
        if (binary)
        {
            stream.Write(Header);
        }
    }

    public bool IsBinary { get; }

    // A signature, no flags, no extension.
    private static ReadOnlySpan<byte> Header => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <param name="into">The table with its columns, as SQL.</param>
    /// <param name="freeze">
    /// Rows that others may see as soon as they may see the table at all: for a table that this transaction has emptied, which nobody sees as it was
    /// (https://www.postgresql.org/docs/current/sql-copy.html, FREEZE).
    /// </param>
    public static PostgreSqlCopyIn Begin(NpgsqlConnection connection, string into, bool binary, bool freeze)
    {
        var sql = $"COPY {into} FROM STDIN (FORMAT {(binary ? "BINARY" : "TEXT")}{(freeze ? ", FREEZE" : "")})";
        return new PostgreSqlCopyIn(binary ? connection.BeginRawBinaryCopy(sql) : BeginText(connection, sql), binary);
    }

    /// <param name="late">Cancelled where the server takes no more.</param>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> rows, CancellationToken late) => _stream.WriteAsync(rows, late);

    /// <exception cref="PostgresException">The server refuses a row.</exception>
    public async Task CompleteAsync(CancellationToken late)
    {
        if (IsBinary)
        {
            await _stream.WriteAsync(_trailer, late);
        }

        _ended = true;
        await _stream.DisposeAsync();
    }

    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        // Disposing alone would end the COPY with what it has; a writer of text would still want to flush into a stream that is gone.
        _ended = true;
        _stream.Abandon();
        _stream.Dispose();
    }

    /// <summary>By its name: what the method is declared to return differs between versions of the driver; what it returns is the same.</summary>
    private static NpgsqlRawCopyStream BeginText(NpgsqlConnection connection, string sql)
    {
        try
        {
            var writer = (StreamWriter)typeof(NpgsqlConnection).GetMethod("BeginTextImport", [typeof(string)])!.Invoke(connection, [sql])!;
            return (NpgsqlRawCopyStream)writer.BaseStream;
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }
}
