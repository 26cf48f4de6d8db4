using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Values;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Reading;

/// <summary>Writes the values of one column from their binary form.</summary>
/// <param name="encoding">How they travel.</param>
/// <param name="kind">What they are.</param>
/// <param name="label">What stands before each.</param>
/// <param name="watchers">Sets that integers go into.</param>
/// <param name="mask">What becomes of them; null where they stay.</param>
internal sealed class PostgreSqlColumnReader(Encoding encoding, ValueKind kind, byte[] label, KeyBits[] watchers, IValueMask? mask = null)
{
    // A document of fewer bytes can't be nested deeper than the format allows.
    private const int CertainlyShallow = RowReader.MaxDepth;

    private readonly byte[] _null = [.. label, .. "null"u8];
    private readonly MomentText _moments = new();

    public void WriteNull(RowBuffer target) => target.WriteRaw(_null);

    /// <summary>Writes the label and the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ReadOnlySpan<byte> value, RowBuffer target)
    {
        target.WriteRaw(label);
        var start = target.Position;
        switch (encoding)
        {
            case Encoding.Integer:
                var integer = value.Length switch
                {
                    sizeof(int) => BinaryPrimitives.ReadInt32BigEndian(value),
                    sizeof(long) => BinaryPrimitives.ReadInt64BigEndian(value),
                    _ => BinaryPrimitives.ReadInt16BigEndian(value),
                };
                target.WriteInteger(integer);
                foreach (var watcher in watchers)
                {
                    watcher.Add(integer);
                }

                break;
            case Encoding.String or Encoding.Text:
                WriteText(value, target);
                break;
            case Encoding.Double:
                target.WriteDouble(BinaryPrimitives.ReadDoubleBigEndian(value));
                break;
            case Encoding.TimestampTz:
                target.Advance(_moments.WriteTimestamp(BinaryPrimitives.ReadInt64BigEndian(value), inUtc: true, target.Reserve(MomentText.MaxLength)));
                break;
            case Encoding.Timestamp:
                target.Advance(_moments.WriteTimestamp(BinaryPrimitives.ReadInt64BigEndian(value), inUtc: false, target.Reserve(MomentText.MaxLength)));
                break;
            case Encoding.Boolean:
                target.WriteRaw(value[0] == 0 ? "false"u8 : "true"u8);
                break;
            default:
                WriteRarer(value, target);
                break;
        }

        mask?.Apply(target, start);
    }

    private void WriteRarer(ReadOnlySpan<byte> value, RowBuffer target)
    {
        switch (encoding)
        {
            case Encoding.Oid:
                target.WriteInteger(BinaryPrimitives.ReadUInt32BigEndian(value));
                break;
            case Encoding.Single:
                target.WriteSingle(BinaryPrimitives.ReadSingleBigEndian(value));
                break;
            case Encoding.Numeric:
                target.Advance(NumericText.Write(value, target.Reserve(NumericText.MaxLength(value))));
                break;
            case Encoding.Money:
                target.Advance(NumericText.WriteHundredths(BinaryPrimitives.ReadInt64BigEndian(value), target.Reserve(NumberText.MaxLength)));
                break;
            case Encoding.Guid:
                WriteGuid(value, target);
                break;
            case Encoding.Bytes:
                target.WriteBase64(value);
                break;
            case Encoding.Date:
                target.Advance(_moments.WriteDate(BinaryPrimitives.ReadInt32BigEndian(value), target.Reserve(MomentText.MaxLength)));
                break;
            case Encoding.Time:
                target.Advance(MomentText.WriteTime(BinaryPrimitives.ReadInt64BigEndian(value), target.Reserve(MomentText.MaxLength)));
                break;
            case Encoding.Interval:
                target.Advance(DurationText.Write(
                    BinaryPrimitives.ReadInt64BigEndian(value), BinaryPrimitives.ReadInt32BigEndian(value[8..]), BinaryPrimitives.ReadInt32BigEndian(value[12..]), target.Reserve(DurationText.MaxLength)));
                break;
            default:
                WriteJson(encoding == Encoding.Jsonb ? value[1..] : value, target);
                break;
        }
    }

    /// <summary>In a database without an encoding (SQL_ASCII) a text may be any bytes.</summary>
    private void WriteText(ReadOnlySpan<byte> value, RowBuffer target)
    {
        if (Utf8.IsValid(value))
        {
            target.WriteQuoted(value);
            return;
        }

        System.Diagnostics.Debug.Assert(kind is ValueKind.String or ValueKind.Text);
        target.WriteRaw("{\"$utf8\":"u8);
        target.WriteBase64(value);
        target.WriteByte((byte)'}');
    }

    /// <summary>What a jsonb gives is one line of JSON: only its depth and what it looks like are in question.</summary>
    private void WriteJson(ReadOnlySpan<byte> value, RowBuffer target)
    {
        var plain = encoding == Encoding.Jsonb && value.Length <= CertainlyShallow && !value.StartsWith("{\"$"u8) && !value.SequenceEqual("null"u8);
        if (plain || EmbeddedJson.IsEmbeddable(value))
        {
            target.WriteRaw(value);
            return;
        }

        target.WriteRaw("{\"$text\":"u8);
        WriteText(value, target);
        target.WriteByte((byte)'}');
    }

    private static void WriteGuid(ReadOnlySpan<byte> value, RowBuffer target)
    {
        var text = target.Reserve(38);
        text[0] = text[37] = (byte)'"';
        new Guid(value, bigEndian: true).TryFormat(text[1..], out _);
        target.Advance(38);
    }
}
