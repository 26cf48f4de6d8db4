using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>The same text always becomes the same fake.</summary>
internal abstract class FakeMask(MaskColumn column, TextDigest digest) : ValueMask(column)
{
    /// <summary>No fake but a text is longer.</summary>
    private const int Longest = 64;

    protected override void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start)
    {
        var (first, second) = digest.Of(value);
        Span<byte> fake = stackalloc byte[Longest];
        var length = Write(first, second, fake);
        Put(fake[..Math.Min(length, Column.MaxLength ?? length)].TrimEnd((byte)' '), row, start);
    }

    /// <returns>How many bytes were written.</returns>
    protected abstract int Write(ulong first, ulong second, Span<byte> target);
}

/// <summary>First and last name; with letters behind them where no two may be the same.</summary>
internal sealed class FakeName(MaskColumn column, TextDigest digest) : FakeMask(column, digest)
{
    /// <summary>What no name with letters is longer than.</summary>
    public const int LongestUnique = 40;

    protected override int Write(ulong first, ulong second, Span<byte> target)
    {
        var length = Words.Copy(Words.FirstNames, first, target, capital: true);
        target[length++] = (byte)' ';
        length += Words.Copy(Words.LastNames, first / 1024, target[length..], capital: true);
        if (Column.Unique)
        {
            target[length++] = (byte)' ';
            Letters.Write(second, target.Slice(length, Letters.OfWord));
            length += Letters.OfWord;
        }

        return length;
    }
}

/// <summary>A name and letters at example.com, which nobody has (RFC 2606); without the name where there is no room for it.</summary>
internal sealed class FakeEmail(MaskColumn column, TextDigest digest) : FakeMask(column, digest)
{
    /// <summary>The letters and the domain: no two addresses are the same.</summary>
    public const int ShortestUnique = Letters.OfWord + DomainLength;

    /// <summary>One letter and the domain.</summary>
    public const int Shortest = 1 + DomainLength;

    private const int Longest = 52;
    private const int DomainLength = 12;
    private readonly int _most = column.MaxLength ?? int.MaxValue;

    private static ReadOnlySpan<byte> Domain => "@example.com"u8;

    protected override int Write(ulong first, ulong second, Span<byte> target)
    {
        var length = 0;
        if (_most >= Longest)
        {
            length = Words.Copy(Words.FirstNames, first, target, capital: false);
            target[length++] = (byte)'.';
            length += Words.Copy(Words.LastNames, first / 1024, target[length..], capital: false);
            target[length++] = (byte)'.';
        }

        var letters = Math.Min(Letters.OfWord, _most - Domain.Length);
        Letters.Write(second, target.Slice(length, letters));
        Domain.CopyTo(target[(length + letters)..]);
        return length + letters + Domain.Length;
    }
}

/// <summary>A number of a country that is not there (+999 is given to none).</summary>
internal sealed class FakePhone(MaskColumn column, TextDigest digest) : FakeMask(column, digest)
{
    private const int Digits = 9;

    protected override int Write(ulong first, ulong second, Span<byte> target)
    {
        "+999"u8.CopyTo(target);
        for (var i = 0; i < Digits; i++, first /= 10)
        {
            target[4 + i] = (byte)('0' + (first % 10));
        }

        return 4 + Digits;
    }
}

/// <summary>Words without meaning, about as long as the text was.</summary>
internal sealed class FakeText(MaskColumn column, TextDigest digest) : ValueMask(column)
{
    protected override void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start)
    {
        var (state, step) = digest.Of(value);
        var length = (int)Math.Min(Math.Max(value.Length - 2, 0), Column.MaxLength ?? int.MaxValue);
        row.Rewind(start);
        row.WriteByte((byte)'"');
        var first = row.Position;
        while (row.Position - first < length)
        {
            row.Advance(Words.Copy(Words.Fillers, state >> 32, row.Reserve(Words.Longest), capital: row.Position == first));
            row.WriteByte((byte)' ');
            // https://en.wikipedia.org/wiki/Linear_congruential_generator, with a step of the value's own.
            state = unchecked((state * 6364136223846793005) + (step | 1));
        }

        row.Rewind(first + Math.Min(length, row.Position - first));
        for (var written = length; written < Column.PaddedTo; written++)
        {
            row.WriteByte((byte)' ');
        }

        row.WriteByte((byte)'"');
    }
}
