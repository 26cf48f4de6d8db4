using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Writes the values of one column. A value whose kind would not give it back byte for byte goes out raw, marked with how SQLite holds it.</summary>
/// <param name="column">The column.</param>
/// <param name="label">What stands before each value.</param>
/// <param name="watchers">Sets that the values go into.</param>
internal sealed class SqliteColumnReader(ColumnDescription column, byte[] label, KeyBits[] watchers)
{
    // From here on a double no longer tells an integer from the next one.
    private const long ExactInDouble = 1L << 53;

    private readonly ValueKind _kind = column.Kind;
    private readonly IValueMask? _mask = column.Masking;
    private readonly bool _numeric = SqliteKinds.AffinityOf(column.StoreType) is Affinity.Numeric or Affinity.Integer or Affinity.Real;

    /// <summary>Writes the label and the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(in SqliteCell value, RowBuffer target)
    {
        target.WriteRaw(label);
        var start = target.Position;
        switch (value.Type)
        {
            case SqliteNative.Null:
                target.WriteRaw("null"u8);
                break;
            case SqliteNative.Integer:
                WriteInteger(value.Bits, target);
                break;
            case SqliteNative.Real:
                WriteReal(value.Real, target);
                break;
            case SqliteNative.Text:
                WriteText(value.Bytes, target);
                break;
            default:
                WriteBlob(value.Bytes, target);
                break;
        }

        foreach (var watcher in watchers)
        {
            Watch(in value, watcher);
        }

        _mask?.Apply(target, start);
    }

    private static void Watch(in SqliteCell value, KeyBits watcher)
    {
        if (value.Type == SqliteNative.Integer)
        {
            watcher.Add(value.Bits);
        }
        else if (value.Type != SqliteNative.Null)
        {
            watcher.AddOther();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteInteger(long value, RowBuffer target)
    {
        if (_kind == ValueKind.Integer || (_kind == ValueKind.Decimal && _numeric)
            || (_kind is ValueKind.Double && _numeric && value is > -ExactInDouble and < ExactInDouble))
        {
            target.WriteInteger(value);
        }
        else if (_kind == ValueKind.Boolean && value is 0 or 1)
        {
            target.WriteRaw(value == 1 ? "true"u8 : "false"u8);
        }
        else
        {
            target.WriteRaw("{\"$integer\":"u8);
            target.WriteInteger(value);
            target.WriteByte((byte)'}');
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteReal(double value, RowBuffer target)
    {
        if (_kind == ValueKind.Double || (_kind == ValueKind.Decimal && _numeric && double.IsFinite(value)))
        {
            target.WriteDouble(value);
        }
        else if (_kind == ValueKind.Single && (float)value == value)
        {
            target.WriteSingle((float)value);
        }
        else
        {
            target.WriteRaw("{\"$real\":"u8);
            target.WriteDouble(value);
            target.WriteByte((byte)'}');
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteText(ReadOnlySpan<byte> text, RowBuffer target)
    {
        switch (_kind)
        {
            case ValueKind.String or ValueKind.Text when Utf8.IsValid(text):
                target.WriteQuoted(text);
                return;
            case ValueKind.Decimal when !_numeric && TemporalText.IsDecimal(text):
                target.WriteRaw(text);
                return;
            case ValueKind.Json when EmbeddedJson.IsEmbeddable(text):
                target.WriteRaw(text);
                return;
            case ValueKind.Guid or ValueKind.Date or ValueKind.Time or ValueKind.DateTime or ValueKind.Timestamp or ValueKind.Interval:
                var canonical = target.Reserve(SqliteSpelling.MaxLength + 2);
                var length = SqliteSpelling.ToCanonical(_kind, text, canonical[1..]);
                if (length >= 0)
                {
                    canonical[0] = canonical[length + 1] = (byte)'"';
                    target.Advance(length + 2);
                    return;
                }

                break;
        }

        WriteMarkedText(text, target);
    }

    private static void WriteMarkedText(ReadOnlySpan<byte> text, RowBuffer target)
    {
        if (Utf8.IsValid(text))
        {
            target.WriteRaw("{\"$text\":"u8);
            target.WriteQuoted(text);
        }
        else
        {
            target.WriteRaw("{\"$utf8\":"u8);
            target.WriteBase64(text);
        }

        target.WriteByte((byte)'}');
    }

    private void WriteBlob(ReadOnlySpan<byte> blob, RowBuffer target)
    {
        if (_kind == ValueKind.Binary)
        {
            target.WriteBase64(blob);
            return;
        }

        target.WriteRaw("{\"$blob\":"u8);
        target.WriteBase64(blob);
        target.WriteByte((byte)'}');
    }
}
