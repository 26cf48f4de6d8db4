using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Binds the values of one column to a parameter. Text and bytes are bound by their address in the chunk or in the scratch beside it, so
/// both must stay until the statement has been stepped.
/// </summary>
/// <param name="column">The column that takes the values.</param>
/// <param name="parameter">The statement's parameter, from 1.</param>
internal unsafe class SqliteColumnBinder(ColumnDescription column, int parameter)
{
    private const int Static = 0;
    private static readonly byte[] _nothing = BytePool.Allocate(1);

    protected ColumnDescription Column => column;

    /// <summary>The values are converted on their way in: to whole numbers or binary ones.</summary>
    protected bool IsNumeric { get; } = SqliteKinds.AffinityOf(column.StoreType) is Affinity.Numeric or Affinity.Integer or Affinity.Real;

    /// <returns>SQLite's result code.</returns>
    /// <exception cref="FormatException">The value is not of the column's kind.</exception>
    public virtual int Bind(nint statement, ref RowReader row, BindingScratch scratch)
    {
        if (column.Kind == ValueKind.Json && !row.IsNext("{\"$"u8) && !row.IsNext("null"u8))
        {
            var document = row.ReadDocument();
            return BindText(statement, scratch.Chunk.AsSpan(document.Start, document.Length));
        }

        var token = row.ReadValue();
        return token.Type switch
        {
            TokenType.Null => SqliteNative.BindNull(statement, parameter),
            TokenType.Document => BindMarked(statement, token, scratch),
            _ => BindKind(statement, token, scratch),
        };
    }

    protected int BindKind(nint statement, Token token, BindingScratch scratch)
    {
        var text = scratch.Chunk.AsSpan(token.Start, token.Length);
        return (column.Kind, token.Type) switch
        {
            (ValueKind.Integer, TokenType.Number) when TryInteger(text, out var integer) => SqliteNative.BindInt64(statement, parameter, integer),
            (ValueKind.Boolean, TokenType.True or TokenType.False) => SqliteNative.BindInt64(statement, parameter, token.Type == TokenType.True ? 1 : 0),
            (ValueKind.Double, _) when TryReal(token, text, out var real) => SqliteNative.BindDouble(statement, parameter, real),
            (ValueKind.Single, _) when TrySingle(token, text, out var single) => SqliteNative.BindDouble(statement, parameter, single),
            (ValueKind.Decimal, TokenType.Number) => BindDecimal(statement, text),
            (ValueKind.String or ValueKind.Text, TokenType.String) => BindText(statement, Unescape(token, text, scratch)),
            (ValueKind.Binary, TokenType.String) => BindBlob(statement, Decode(text, scratch)),
            (ValueKind.Guid or ValueKind.Date or ValueKind.Time or ValueKind.DateTime or ValueKind.Timestamp or ValueKind.Interval, TokenType.String)
                => BindSpelled(statement, text, scratch),
            _ => throw Unfit(),
        };
    }

    protected int BindDecimal(nint statement, ReadOnlySpan<byte> text)
        => !IsNumeric ? (TemporalText.IsDecimal(text) ? BindText(statement, text) : throw Unfit())
            : TryInteger(text, out var integer) ? SqliteNative.BindInt64(statement, parameter, integer)
            : NumberText.TryRead(text, out var real) ? SqliteNative.BindDouble(statement, parameter, real)
            : throw Unfit();

    protected int BindSpelled(nint statement, ReadOnlySpan<byte> text, BindingScratch scratch)
    {
        var length = SqliteSpelling.ToStored(column.Kind, text, scratch.Room(SqliteSpelling.MaxLength));
        return length >= 0 ? BindText(statement, scratch.Take(length)) : throw Unfit();
    }

    /// <summary>One of <c>{"$integer":1}</c>, <c>{"$real":1.5}</c>, <c>{"$text":"a"}</c>, <c>{"$utf8":"..."}</c>, <c>{"$blob":"..."}</c>.</summary>
    protected int BindMarked(nint statement, Token token, BindingScratch scratch)
    {
        var inside = new RowReader(new RowChunk(scratch.Chunk, token.Start, token.Length));
        var storage = inside.ReadMark();
        var value = inside.ReadValue();
        inside.Expect("}"u8);
        var text = scratch.Chunk.AsSpan(value.Start, value.Length);
        return (storage, value.Type) switch
        {
            ("$integer", TokenType.Number) when TryInteger(text, out var integer) => SqliteNative.BindInt64(statement, parameter, integer),
            ("$real", _) when TryReal(value, text, out var real) => SqliteNative.BindDouble(statement, parameter, real),
            ("$text", TokenType.String) => BindText(statement, Unescape(value, text, scratch)),
            ("$utf8", TokenType.String) => BindText(statement, Decode(text, scratch)),
            ("$blob", TokenType.String) => BindBlob(statement, Decode(text, scratch)),
            _ => throw Unfit(),
        };
    }

    protected int BindNull(nint statement) => SqliteNative.BindNull(statement, parameter);

    protected int BindInteger(nint statement, long value) => SqliteNative.BindInt64(statement, parameter, value);

    protected int BindText(nint statement, ReadOnlySpan<byte> text)
        => SqliteNative.BindText(statement, parameter, Address(text), text.Length, Static);

    private int BindBlob(nint statement, ReadOnlySpan<byte> blob)
        => SqliteNative.BindBlob(statement, parameter, Address(blob), blob.Length, Static);

    /// <summary>The bytes are pinned; a null address would bind null, so that nothing at all still gets one.</summary>
    private static byte* Address(ReadOnlySpan<byte> bytes)
        => (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes.IsEmpty ? _nothing : bytes));

    protected ReadOnlySpan<byte> Unescape(Token token, ReadOnlySpan<byte> text, BindingScratch scratch)
    {
        if (!token.Escaped)
        {
            return text;
        }

        var length = JsonText.Unescape(text, scratch.Room(text.Length));
        return length >= 0 ? scratch.Take(length) : throw Unfit();
    }

    private ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> text, BindingScratch scratch)
        => Base64.DecodeFromUtf8(text, scratch.Room(text.Length), out _, out var length) == OperationStatus.Done ? scratch.Take(length) : throw Unfit();

    protected static bool TryInteger(ReadOnlySpan<byte> text, out long value)
        => Utf8Parser.TryParse(text, out value, out var read) && read == text.Length;

    private static bool TryReal(Token token, ReadOnlySpan<byte> text, out double value)
    {
        value = text.SequenceEqual("Infinity"u8) ? double.PositiveInfinity : text.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity : double.NaN;
        return token.Type == TokenType.Number ? NumberText.TryRead(text, out value) : token.Type == TokenType.String && double.IsInfinity(value);
    }

    private static bool TrySingle(Token token, ReadOnlySpan<byte> text, out double value)
    {
        if (token.Type != TokenType.Number)
        {
            return TryReal(token, text, out value);
        }

        var read = Utf8Parser.TryParse(text, out float single, out var consumed) && consumed == text.Length;
        value = single;
        return read;
    }

    protected FormatException Unfit() => new($"the value of {column.Name} is not {ValueKindConverter.NameOf(column.Kind)}");
}
