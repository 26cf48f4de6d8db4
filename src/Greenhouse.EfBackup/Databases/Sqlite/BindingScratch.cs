using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// The chunk whose values are being bound, and room for those that are spelled differently in the database. Values are bound by address, so
/// nothing here moves until the statement has run.
/// </summary>
internal sealed class BindingScratch
{
    private byte[] _bytes = [];
    private int _position;
    private int _capacity;

    /// <summary>The bytes that the row reader's tokens point into.</summary>
    public byte[] Chunk { get; private set; } = [];

    /// <param name="chunk">The next chunk.</param>
    /// <param name="values">The most values that a statement binds.</param>
    public void Begin(RowChunk chunk, int values)
    {
        Chunk = chunk.Bytes;
        // Unescaped and decoded values are no longer than what they come from; respelled ones are short.
        _capacity = chunk.Length + (values * SqliteSpelling.MaxLength);
    }

    /// <summary>The values of the statement before are bound no more.</summary>
    public void Clear() => _position = 0;

    /// <summary>Room for a value of at most this length; <see cref="Take"/> keeps what was written.</summary>
    public Span<byte> Room(int length)
    {
        if (_bytes.Length < _capacity)
        {
            // Nothing is bound by address in the old array: it is made at the first value of a statement that needs it.
            _bytes = BytePool.Allocate(_capacity);
            _position = 0;
        }

        return _bytes.AsSpan(_position, length);
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        var taken = _bytes.AsSpan(_position, length);
        _position += length;
        return taken;
    }
}
