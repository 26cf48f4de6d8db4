using System.Buffers;

namespace Greenhouse.EfBackup.Format;

/// <summary>JSON's string escapes, the canonical ones only: the short forms where JSON has them, else <c>\u00xx</c> in lower case.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> _escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    /// <summary>The place of the first byte that can't stand in a JSON string as it is; -1 where there is none.</summary>
    public static int IndexOfEscaped(ReadOnlySpan<byte> text) => text.IndexOfAny(_escaped);

    /// <summary>Writes the escape of one byte; at most six bytes.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Escape(byte value, Span<byte> target)
    {
        target[0] = (byte)'\\';
        var letter = value switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            8 => 'b',
            9 => 't',
            10 => 'n',
            12 => 'f',
            13 => 'r',
            _ => '\0',
        };
        if (letter != '\0')
        {
            target[1] = (byte)letter;
            return 2;
        }

        "u00"u8.CopyTo(target[1..]);
        target[4] = (byte)"0123456789abcdef"[value >> 4];
        target[5] = (byte)"0123456789abcdef"[value & 15];
        return 6;
    }

    /// <summary>Text as a JSON string, quotes included.</summary>
    public static byte[] Quote(string text)
    {
        var buffer = new RowBuffer();
        buffer.WriteQuoted(System.Text.Encoding.UTF8.GetBytes(text));
        return buffer.Written.ToArray();
    }

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="FormatException">An escape is none of JSON's.</exception>
    public static string Unquote(ReadOnlySpan<byte> json)
    {
        var text = new byte[json.Length];
        var length = Unescape(json[1..^1], text);
        return length >= 0 ? System.Text.Encoding.UTF8.GetString(text, 0, length) : throw new FormatException("an escape is none of JSON's");
    }

    /// <summary>Undoes the escapes of a JSON string's inside.</summary>
    /// <param name="text">What stands between the quotes.</param>
    /// <param name="target">At least as long as <paramref name="text"/>.</param>
    /// <returns>How many bytes were written; -1 where an escape is none of JSON's.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var next = text.IndexOf((byte)'\\');
            if (next < 0)
            {
                text.CopyTo(target[written..]);
                return written + text.Length;
            }

            text[..next].CopyTo(target[written..]);
            written += next;
            var (read, put) = UnescapeOne(text[next..], target[written..]);
            if (read == 0)
            {
                return -1;
            }

            text = text[(next + read)..];
            written += put;
        }
    }

    /// <summary>One escape, or the two that make a surrogate pair; (0, 0) where it is none.</summary>
    private static (int Read, int Put) UnescapeOne(ReadOnlySpan<byte> text, Span<byte> target)
    {
        if (text.Length < 2)
        {
            return default;
        }

        if (text[1] != 'u')
        {
            var plain = "\"\"\\\\//b\bf\fn\nr\rt\t"u8;
            for (var i = 0; i < plain.Length; i += 2)
            {
                if (plain[i] == text[1])
                {
                    target[0] = plain[i + 1];
                    return (2, 1);
                }
            }

            return default;
        }

        if (!TryHex(text, out var high))
        {
            return default;
        }

        if (System.Text.Rune.TryCreate(high, out var rune))
        {
            return (6, rune.EncodeToUtf8(target));
        }

        return text.Length >= 12 && text[6] == '\\' && text[7] == 'u' && TryHex(text[6..], out var low) && System.Text.Rune.TryCreate(high, low, out rune)
            ? (12, rune.EncodeToUtf8(target))
            : default;
    }

    private static bool TryHex(ReadOnlySpan<byte> escape, out char value)
    {
        value = default;
        if (escape.Length < 6 || !System.Buffers.Text.Utf8Parser.TryParse(escape[2..6], out ushort parsed, out var consumed, 'x') || consumed != 4)
        {
            return false;
        }

        value = (char)parsed;
        return true;
    }
}
