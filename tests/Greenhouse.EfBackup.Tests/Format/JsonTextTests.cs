using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

public class JsonTextTests
{
    public static TheoryData<int> Ascii => [.. Enumerable.Range(0, 128)];

    [Theory]
    [MemberData(nameof(Ascii))]
    public void A_character_is_escaped_in_the_one_way_of_the_format(int character)
    {
        var expected = character switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            8 => "\\b",
            9 => "\\t",
            10 => "\\n",
            12 => "\\f",
            13 => "\\r",
            < 32 => $"\\u00{(character < 16 ? "0" : "1")}{"0123456789abcdef"[character % 16]}",
            _ => ((char)character).ToString(),
        };

        var quoted = JsonText.Quote($"é{(char)character}x");

        Assert.Equal($"\"é{expected}x\"", Encoding.UTF8.GetString(quoted));
        Assert.Equal($"é{(char)character}x", Unescape(quoted.AsSpan()[1..^1]));
        Assert.Equal($"é{(char)character}x", JsonSerializer.Deserialize<string>(quoted));
    }

    [Theory]
    [InlineData(@"\u0041\u00e9\u00E9\u20ac", "Aéé€")]
    [InlineData(@"\ud83d\ude00", "😀")]
    [InlineData(@"x\uD83D\uDE00y", "x😀y")]
    [InlineData(@"\ud800\udc00\udbff\udfff", "\U00010000\U0010ffff")]
    [InlineData(@"\/\\\""", "/\\\"")]
    [InlineData(@"\\u0041", "\\u0041")]
    [InlineData("", "")]
    public void Every_escape_of_json_is_undone(string text, string expected)
    {
        Assert.Equal(expected, Unescape(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(@"\")]
    [InlineData(@"a\")]
    [InlineData(@"\x41")]
    [InlineData(@"\a")]
    [InlineData(@"\'")]
    [InlineData(@"\0")]
    [InlineData(@"\U0041")]
    [InlineData(@"\u")]
    [InlineData(@"\u004")]
    [InlineData(@"\u004g")]
    [InlineData(@"\u+041")]
    [InlineData(@"\u 041")]
    [InlineData(@"\u-041")]
    [InlineData(@"\ud83d")]
    [InlineData(@"\ud83dx")]
    [InlineData(@"\ud83d\n")]
    [InlineData(@"\ud83d\u0041")]
    [InlineData(@"\ud83d\ud83d")]
    [InlineData(@"\ude00")]
    [InlineData(@"\ude00\ud83d")]
    [InlineData(@"\ud83d\ude0")]
    public void What_is_no_escape_of_json_is_refused(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal(-1, JsonText.Unescape(bytes, new byte[bytes.Length]));
    }

    [Property(MaxTest = 500)]
    public void Any_text_is_given_back_and_its_json_is_what_others_read(string? text)
    {
        // FsCheck makes lone surrogates too, which UTF-8 has no form for.
        var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

        var quoted = JsonText.Quote(valid);

        Assert.Equal(valid, JsonSerializer.Deserialize<string>(quoted));
        Assert.Equal(valid, Unescape(quoted.AsSpan()[1..^1]));
    }

    [Property(MaxTest = 500)]
    public void Escapes_of_others_are_undone_in_place(string? text)
    {
        var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        var json = JsonSerializer.SerializeToUtf8Bytes(valid);

        var length = JsonText.Unescape(json.AsSpan()[1..^1], json.AsSpan()[1..^1]);

        Assert.Equal(valid, Encoding.UTF8.GetString(json, 1, length));
    }

    private static string Unescape(ReadOnlySpan<byte> text)
    {
        var target = new byte[text.Length];
        var length = JsonText.Unescape(text, target);
        Assert.True(length >= 0);
        return Encoding.UTF8.GetString(target, 0, length);
    }
}
