using System.Buffers.Binary;
using System.Buffers.Text;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Values;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>
/// Writes the values of one column in the server's binary form, a third faster for it to take than text: a length, then the bytes that the
/// <c>_recv</c> function of the type reads (src/backend/utils/adt/*).
/// </summary>
internal sealed class PostgreSqlBinaryColumnWriter(ColumnDescription source, ColumnDescription target, PostgreSqlTable table, bool foreign) : PostgreSqlColumnWriter(source, target, table, foreign)
{
    private readonly Encoding _encoding = table.EncodingOf(target);
    private readonly int _width = table.BaseTypes[target.Name] switch { "int2" => sizeof(short), "int4" => sizeof(int), "int8" => sizeof(long), _ => 0 };

    /// <summary>Whether a column's values can be written so; only the server knows the binary form of other types.</summary>
    public static bool Takes(string baseType)
        => PostgreSqlTypes.EncodingOf(baseType) != Encoding.Text || baseType is "citext" or PostgreSqlTypes.Enumeration;

    protected override void PutNull(RowBuffer text) => PutLength(-1, text);

    protected override void PutBoolean(bool value, RowBuffer text) => Room(1, text)[0] = (byte)(value ? 1 : 0);

    protected override void PutNumber(ReadOnlySpan<byte> value, RowBuffer text)
    {
        switch (_encoding)
        {
            case Encoding.Integer or Encoding.Oid:
                PutInteger(Utf8Parser.TryParse(value, out long integer, out var read) && read == value.Length ? integer : throw Unfit(), value, text);
                break;
            case Encoding.Double:
                BinaryPrimitives.WriteDoubleBigEndian(Room(sizeof(double), text), Real(value));
                break;
            case Encoding.Single:
                BinaryPrimitives.WriteSingleBigEndian(Room(sizeof(float), text), Utf8Parser.TryParse(value, out float single, out read) && read == value.Length ? single : (float)Real(value));
                break;
            case Encoding.Money:
                BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long), text), NumericText.TryReadHundredths(value, out var hundredths) ? hundredths : throw OutOfRange(value));
                break;
            default:
                _ = NumericText.Holds(value) ? 0 : throw OutOfRange(value);
                var start = Begin(text);
                text.Advance(NumericText.WriteBinary(value, text.Reserve(NumericText.MaxBinaryLength(value))));
                End(start, text);
                break;
        }
    }

    protected override void PutGuid(ReadOnlySpan<byte> value, RowBuffer text)
    {
        _ = Utf8Parser.TryParse(value, out Guid guid, out _);
        guid.TryWriteBytes(Room(16, text), bigEndian: true, out _);
    }

    protected override void PutDate(ReadOnlySpan<byte> value, RowBuffer text) => BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int), text), MomentText.ReadDate(value));

    protected override void PutTime(ReadOnlySpan<byte> value, RowBuffer text) => BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long), text), MomentText.ReadTime(value));

    protected override void PutInfinity(string value, RowBuffer text)
    {
        var isFirst = value[0] == '-';
        if (_encoding == Encoding.Date)
        {
            BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int), text), isFirst ? int.MinValue : int.MaxValue);
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long), text), isFirst ? long.MinValue : long.MaxValue);
        }
    }

    protected override void PutTimestamp(ReadOnlySpan<byte> value, RowBuffer text)
        => BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long), text), MomentText.ReadTimestamp(value.TrimEnd((byte)'Z')));

    protected override void PutInterval(TimeSpan value, RowBuffer text)
    {
        var bytes = Room(sizeof(long) + sizeof(int) + sizeof(int), text);
        BinaryPrimitives.WriteInt64BigEndian(bytes, DurationText.PartOfDay(value));
        BinaryPrimitives.WriteInt32BigEndian(bytes[sizeof(long)..], value.Days);
        BinaryPrimitives.WriteInt32BigEndian(bytes[(sizeof(long) + sizeof(int))..], 0);
    }

    protected override void PutText(ReadOnlySpan<byte> value, RowBuffer text)
    {
        if (_encoding == Encoding.Jsonb)
        {
            PutJson(value, text);
            return;
        }

        PutLength(value.Length, text);
        text.WriteRaw(value);
    }

    protected override void PutBytes(ReadOnlySpan<byte> value, RowBuffer text)
    {
        PutLength(value.Length, text);
        text.WriteRaw(value);
    }

    protected override void PutJson(ReadOnlySpan<byte> value, RowBuffer text)
    {
        var version = _encoding == Encoding.Jsonb ? 1 : 0;
        PutLength(value.Length + version, text);
        if (version > 0)
        {
            text.WriteByte((byte)version);
        }

        text.WriteRaw(value);
    }

    private static void PutLength(int length, RowBuffer text)
    {
        BinaryPrimitives.WriteInt32BigEndian(text.Reserve(sizeof(int)), length);
        text.Advance(sizeof(int));
    }

    /// <summary>A value of fixed length, after its length.</summary>
    private static Span<byte> Room(int length, RowBuffer text)
    {
        var room = text.Reserve(sizeof(int) + length);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        text.Advance(sizeof(int) + length);
        return room[sizeof(int)..];
    }

    private static int Begin(RowBuffer text)
    {
        PutLength(0, text);
        return text.Position;
    }

    private static void End(int start, RowBuffer text)
        => BinaryPrimitives.WriteInt32BigEndian(text.Bytes.AsSpan(start - sizeof(int)), text.Position - start);

    private void PutInteger(long value, ReadOnlySpan<byte> digits, RowBuffer text)
    {
        switch (_width)
        {
            case sizeof(int) when value is >= int.MinValue and <= int.MaxValue:
                BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int), text), (int)value);
                break;
            case sizeof(long):
                BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long), text), value);
                break;
            case sizeof(short) when value is >= short.MinValue and <= short.MaxValue:
                BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short), text), (short)value);
                break;
            case 0 when value is >= 0 and <= uint.MaxValue:
                BinaryPrimitives.WriteUInt32BigEndian(Room(sizeof(uint), text), (uint)value);
                break;
            default:
                throw OutOfRange(digits);
        }
    }

    private double Real(ReadOnlySpan<byte> value)
        => value.SequenceEqual("NaN"u8) ? double.NaN
            : value.SequenceEqual("Infinity"u8) ? double.PositiveInfinity
            : value.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity
            : NumberText.TryRead(value, out var real) ? real
            : throw Unfit();
}
