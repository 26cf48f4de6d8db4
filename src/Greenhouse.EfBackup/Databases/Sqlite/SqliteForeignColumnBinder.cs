using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Binds the values of a file of another kind of database, as the driver would have written them here; what SQLite can't hold is refused.</summary>
/// <param name="source">The column in the file.</param>
/// <param name="column">The column that takes the values.</param>
/// <param name="parameter">The statement's parameter, from 1.</param>
internal sealed class SqliteForeignColumnBinder(ColumnDescription source, ColumnDescription column, int parameter) : SqliteColumnBinder(column, parameter)
{
    public override int Bind(nint statement, ref RowReader row, BindingScratch scratch)
    {
        if (source.Kind == ValueKind.Json && !row.IsNext("{\"$"u8) && !row.IsNext("null"u8))
        {
            var document = row.ReadDocument();
            return BindText(statement, scratch.Chunk.AsSpan(document.Start, document.Length));
        }

        var token = row.ReadValue();
        var text = scratch.Chunk.AsSpan(token.Start, token.Length);
        return (source.Kind, token.Type) switch
        {
            (_, TokenType.Null) => BindNull(statement),
            (ValueKind.Json, TokenType.Document) => BindMarked(statement, token, scratch),
            (_, TokenType.Document) when EndlessTime.TextOf(text, Column.Kind) is { IsEmpty: false } end => BindSpelled(statement, end, scratch),
            (_, TokenType.Document) => throw NotHeld(text, "it is spelled as only the database it comes from can hold it"),
            (ValueKind.Decimal, TokenType.String) => throw NotHeld(text, "a decimal is a number here"),
            (ValueKind.Single or ValueKind.Double, TokenType.String) when text.SequenceEqual("NaN"u8) => throw NotHeld(text, "SQLite makes null of it"),
            (ValueKind.Decimal or ValueKind.Integer, TokenType.Number) when Column.Kind == ValueKind.Decimal => BindDecimal(statement, text, scratch),
            (ValueKind.Decimal, TokenType.Number) => BindWhole(statement, text, scratch),
            (ValueKind.DateTime or ValueKind.Timestamp, TokenType.String) when source.Kind != Column.Kind => BindSpelled(statement, ToZone(text, scratch), scratch),
            (ValueKind.String, TokenType.String) when Column.Kind == ValueKind.Json => BindJson(statement, Unescape(token, text, scratch)),
            _ => BindKind(statement, token, scratch),
        };
    }

    /// <summary>As the driver spells decimals: one digit behind the point at least, and no zeros after that.</summary>
    private int BindDecimal(nint statement, ReadOnlySpan<byte> text, BindingScratch scratch)
    {
        var number = Read(text);
        var plain = scratch.Room(number.MaxPlainLength);
        plain = plain[..number.WritePlain(plain, leastDecimals: IsNumeric ? 0 : 1)];
        return IsNumeric && !IsExact(plain) ? throw NotHeld(text, $"{Column.StoreType} keeps it as a binary number of some 15 digits")
            : BindDecimal(statement, scratch.Take(plain.Length));
    }

    private int BindWhole(nint statement, ReadOnlySpan<byte> text, BindingScratch scratch)
    {
        var number = Read(text);
        var plain = scratch.Room(number.MaxPlainLength);
        return number.Digits > 0 && number.Exponent < 0 ? throw NotHeld(text, "it is no whole number")
            : TryInteger(plain[..number.WritePlain(plain, leastDecimals: 0)], out var integer) ? BindInteger(statement, integer)
            : throw NotHeld(text, "whole numbers end at 9223372036854775807 here");
    }

    private int BindJson(nint statement, ReadOnlySpan<byte> text)
        => EmbeddedJson.IsJson(text) ? BindText(statement, text) : throw NotHeld(text, "it is not JSON");

    /// <summary>A time of no zone is taken for one in UTC, and the other way.</summary>
    private ReadOnlySpan<byte> ToZone(ReadOnlySpan<byte> text, BindingScratch scratch)
    {
        if (Column.Kind == ValueKind.DateTime)
        {
            return text.EndsWith("Z"u8) ? text[..^1] : throw Unfit();
        }

        var zoned = scratch.Room(text.Length + 1);
        text.CopyTo(zoned);
        zoned[text.Length] = (byte)'Z';
        return scratch.Take(text.Length + 1);
    }

    /// <summary>What SQLite will keep of a number gives the same digits again.</summary>
    private static bool IsExact(ReadOnlySpan<byte> plain)
    {
        if (TryInteger(plain, out _))
        {
            return true;
        }

        Span<byte> again = stackalloc byte[NumberText.MaxLength];
        return NumberText.TryRead(plain, out var real)
            && Numeral.TryRead(again[..NumberText.Write(real, again)], out var kept)
            && Numeral.TryRead(plain, out var number)
            && number.Equals(kept);
    }

    /// <summary>Digits without exponent, so that the scratch has room for them however they are spelled.</summary>
    private Numeral Read(ReadOnlySpan<byte> text) => TemporalText.IsDecimal(text) && Numeral.TryRead(text, out var number) ? number : throw Unfit();

    private ValueNotHeldException NotHeld(ReadOnlySpan<byte> value, string why) => ValueNotHeldException.Of(Column.Name, value, why);
}
