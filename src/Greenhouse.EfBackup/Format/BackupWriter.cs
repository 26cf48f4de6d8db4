using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// Writes a backup file front to back. The caller's thread makes rows; hashing and writing run beside it on a thread of their own.
/// Without <see cref="Complete"/> the file has no tail and is no backup.
/// </summary>
internal sealed class BackupWriter : IDisposable
{
    private readonly Stream _output;
    private readonly IncrementalHash _rowHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _fileHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BlockingCollection<Piece> _queue = new(boundedCapacity: 8);
    private readonly BytePool _pool;
    private readonly Task _consumer;
    private readonly List<TableIntegrity> _tables = [];
    private volatile Exception? _failure;
    private string? _key;
    private RowSink? _sink;

    /// <param name="output">Takes the file's bytes.</param>
    /// <param name="pool">Where arrays of rows go back to, where others fill them.</param>
    public BackupWriter(Stream output, BytePool? pool = null)
    {
        (_output, _pool) = (output, pool ?? new BytePool());
        _consumer = OwnThread.Run(Consume);
    }

    private enum Part
    {
        Structure,
        Rows,
        TableEnd,
    }

    /// <summary>The tables that are complete, in order.</summary>
    public IReadOnlyList<TableIntegrity> Tables => _tables;

    public void Begin(BackupMetadata metadata)
        => Structure([.. BackupFormat.Head, .. MetadataJson.Write(metadata), .. ",\n"u8, .. BackupFormat.DataStart]);

    /// <summary>Opens the next table; its rows go into the sink.</summary>
    public RowSink BeginTable(TableDescription table)
    {
        Structure([.. _key is null ? ""u8 : ",\n"u8, .. JsonText.Quote(table.Key), .. ": [\n"u8]);
        _key = table.Key;
        return _sink = new RowSink(Enqueue, take: rows => Put(new Piece(rows, Part.Rows)));
    }

    public void EndTable()
    {
        _sink!.End();
        Put(new Piece(default, Part.TableEnd, new TableIntegrity(_key!, _sink.Rows, "")));
        Structure("]"u8.ToArray());
    }

    /// <summary>Waits for all that was begun and writes the tail.</summary>
    public void Complete()
    {
        Structure([.. _key is null ? ""u8 : "\n"u8, .. BackupFormat.DataEnd, .. BackupFormat.IntegrityStart]);
        _queue.CompleteAdding();
        _consumer.Wait();
        ThrowIfFailed();

        for (var i = 0; i < _tables.Count; i++)
        {
            Write(_tables[i].Line(), hashed: true);
            Write(i < _tables.Count - 1 ? ",\n"u8 : "\n"u8, hashed: true);
        }

        Write(BackupFormat.DataEnd, hashed: true);
        Write(BackupFormat.HashLabel, hashed: false);
        Write(System.Text.Encoding.ASCII.GetBytes(TableIntegrity.Finish(_fileHash)), hashed: false);
        Write(BackupFormat.Tail, hashed: false);
        _output.Flush();
    }

    public void Dispose()
    {
        if (!_queue.IsAddingCompleted)
        {
            _failure ??= new ObjectDisposedException(nameof(BackupWriter));
            _queue.CompleteAdding();
        }

        _consumer.Wait();
        _queue.Dispose();
        _rowHash.Dispose();
        _fileHash.Dispose();
    }

    private void Structure(byte[] bytes) => Put(new Piece(new RowChunk(bytes, 0, bytes.Length), Part.Structure));

    private void Enqueue(RowBuffer buffer)
    {
        var length = buffer.Position;
        Put(new Piece(new RowChunk(buffer.Exchange(_pool.Rent()), 0, length), Part.Rows));
    }

    private void Put(Piece piece)
    {
        ThrowIfFailed();
        _queue.Add(piece);
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Consume()
    {
        foreach (var piece in _queue.GetConsumingEnumerable())
        {
            if (_failure is not null)
            {
                continue;
            }

            try
            {
                Consume(piece);
            }
            catch (Exception exception)
            {
                // Handed to the producer's thread, which throws it at its next piece.
                _failure = exception;
            }
        }
    }

    private void Consume(Piece piece)
    {
        switch (piece.Part)
        {
            case Part.Structure:
                Write(piece.Chunk.Span, hashed: true);
                break;
            case Part.Rows:
                _rowHash.AppendData(piece.Chunk.Span);
                Write(piece.Chunk.Span, hashed: false);
                _pool.Return(piece.Chunk.Bytes);
                break;
            default:
                _tables.Add(piece.Table! with { Sha256 = TableIntegrity.Finish(_rowHash) });
                break;
        }
    }

    private void Write(ReadOnlySpan<byte> bytes, bool hashed)
    {
        if (hashed)
        {
            _fileHash.AppendData(bytes);
        }

        _output.Write(bytes);
    }

    private readonly record struct Piece(RowChunk Chunk, Part Part, TableIntegrity? Table = null);
}
