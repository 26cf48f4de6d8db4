using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// Bytes of rows in the making. Values go in as the store has them, with no object between; the buffer grows for a long row and is
/// pinned, so that a database driver can write into it or read from it by address.
/// </summary>
internal sealed class RowBuffer
{
    private byte[] _bytes = BytePool.Allocate(BytePool.Length);
    private int _position;

    public int Position => _position;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _position);

    public byte[] Bytes => _bytes;

    public void Clear() => _position = 0;

    /// <summary>Gives the bytes away and goes on with another array.</summary>
    public byte[] Exchange(byte[] next)
    {
        var full = _bytes;
        (_bytes, _position) = (next, 0);
        return full;
    }

    /// <summary>Takes back what was written after <paramref name="position"/>.</summary>
    public void Rewind(int position) => _position = position;

    /// <summary>Room for at least <paramref name="length"/> bytes more.</summary>
    /// <exception cref="RowTooLongException">The row would exceed <see cref="BackupFormat.MaxRowBytes"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(long length)
    {
        if (_bytes.Length - _position < length)
        {
            Grow(length);
        }

        return _bytes.AsSpan(_position);
    }

    public void Advance(int count) => _position += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _position += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        _position++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteInteger(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        _position += written;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            WriteRaw(NumberText.NonFinite(value));
            return;
        }

        _position += NumberText.Write(value, Reserve(NumberText.MaxLength));
    }

    public void WriteSingle(float value)
    {
        if (!float.IsFinite(value))
        {
            WriteRaw(NumberText.NonFinite(value));
            return;
        }

        _position += NumberText.Write(value, Reserve(NumberText.MaxLength));
    }

    /// <summary>Valid UTF-8 as a JSON string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteQuoted(ReadOnlySpan<byte> text)
    {
        var target = Reserve(text.Length + 2L);
        var clean = JsonText.IndexOfEscaped(text);
        if (clean >= 0)
        {
            WriteEscaped(text, clean);
            return;
        }

        target[0] = (byte)'"';
        text.CopyTo(target[1..]);
        target[text.Length + 1] = (byte)'"';
        _position += text.Length + 2;
    }

    public void WriteBase64(ReadOnlySpan<byte> bytes)
    {
        var target = Reserve((((bytes.Length + 2L) / 3) * 4) + 2);
        target[0] = (byte)'"';
        var status = Base64.EncodeToUtf8(bytes, target[1..], out _, out var written);
        System.Diagnostics.Debug.Assert(status == OperationStatus.Done);
        target[written + 1] = (byte)'"';
        _position += written + 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteEscaped(ReadOnlySpan<byte> text, int clean)
    {
        WriteByte((byte)'"');
        while (clean >= 0)
        {
            WriteRaw(text[..clean]);
            _position += JsonText.Escape(text[clean], Reserve(6));
            text = text[(clean + 1)..];
            clean = JsonText.IndexOfEscaped(text);
        }

        WriteRaw(text);
        WriteByte((byte)'"');
    }

    private void Grow(long length)
    {
        var needed = _position + length;
        if (needed > BackupFormat.MaxRowBytes + BackupFormat.ChunkBytes)
        {
            throw new RowTooLongException();
        }

        var larger = BytePool.Allocate((int)Math.Min(Math.Max(needed, _bytes.Length * 2L), BackupFormat.MaxRowBytes + BackupFormat.ChunkBytes));
        Written.CopyTo(larger);
        _bytes = larger;
    }
}

/// <summary>A row exceeds <see cref="BackupFormat.MaxRowBytes"/>; whoever knows the table turns it into an error that names it.</summary>
internal sealed class RowTooLongException : Exception;
