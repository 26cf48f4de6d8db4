using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Tests.Storage.Encryption;

public class AgeHeaderTests
{
    private const string Version = "age-encryption.org/v1";
    private static readonly string _stanza = $"-> scrypt {Forged.Salt} 2";
    private static readonly byte[] _content = "content"u8.ToArray();

    /// <summary>What the line that names salt and work factor says in place of them, and how it is refused.</summary>
    public static TheoryData<string, string> Stanzas => new()
    {
        { $"-> scrypt {Forged.Salt} 23", "EFB1309" },
        { $"-> scrypt {Forged.Salt} 18446744073709551616", "EFB1309" },
        { $"-> scrypt {Forged.Salt} 0", "EFB1306" },
        { $"-> scrypt {Forged.Salt} 02", "EFB1306" },
        { $"-> scrypt {Forged.Salt} +2", "EFB1306" },
        { $"-> scrypt {Forged.Salt} -2", "EFB1306" },
        { $"-> scrypt {Forged.Salt} 0x2", "EFB1306" },
        { $"-> scrypt {Forged.Salt} 2x", "EFB1306" },
        { $"-> scrypt {Forged.Salt} x2", "EFB1306" },
        { $"-> scrypt {Forged.Salt}", "EFB1306" },
        { $"-> scrypt {Forged.Salt} 2 3", "EFB1306" },
        { $"-> scrypt {Forged.Salt} ", "EFB1306" },
        { $"-> scrypt  {Forged.Salt} 2", "EFB1306" },
        { "-> scrypt 2", "EFB1306" },
        { $"-> scrypt {Forged.Salt}== 2", "EFB1306" },
        { $"-> scrypt {Forged.Salt[..^2]} 2", "EFB1306" },
        { $"-> scrypt {Forged.Salt}AA 2", "EFB1306" },
        // The last of 22 digits has four bits that mean nothing.
        { $"-> scrypt {Forged.Salt[..^1]}{Next(Forged.Salt[^1])} 2", "EFB1306" },
        { $"-> scrypt {Forged.Salt[..4]}\t{Forged.Salt[5..]} 2", "EFB1306" },
        { $"->scrypt {Forged.Salt} 2", "EFB1306" },
        { $"-? scrypt {Forged.Salt} 2", "EFB1306" },
        { "-> ", "EFB1306" },
        { "", "EFB1306" },
        { $"-> scrypt {Forged.Salt} 2\r", "EFB1306" },
        { $"-> Scrypt {Forged.Salt} 2", "EFB1323" },
        { "-> X25519 XEl0dJ6y3C7KZkgmgWUicg63EyXJiwBJW8PdYJ/cYBE", "EFB1323" },
        { "-> yubikey abc", "EFB1323" },
    };

    /// <summary>The wrapped key's line or lines.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { Forged.Body + "=", "EFB1306" },
        { Forged.Body[..^1], "EFB1306" },
        { Forged.Body[..^1] + Next(Forged.Body[^1]), "EFB1306" },
        { Forged.Body + "A", "EFB1306" },
        { " " + Forged.Body, "EFB1306" },
        { "", "EFB1306" },
        { UnpaddedBase64.Encode(Forged.Wrap(new byte[15])), "EFB1306" },
        { UnpaddedBase64.Encode(Forged.Wrap(new byte[17])), "EFB1306" },
        { UnpaddedBase64.Encode(Forged.Wrap(new byte[32])) + "\n", "EFB1306" },
        // One that is not wrapped with this passphrase.
        { UnpaddedBase64.Encode(new byte[32]), "EFB1321" },
        // One that is, and is not the one that the code of the header comes from.
        { UnpaddedBase64.Encode(Forged.Wrap(new byte[16])), "EFB1306" },
        { $"{Forged.Body}\n-> scrypt {Forged.Salt} 2\n{Forged.Body}", "EFB1306" },
        { $"{Forged.Body}\n-> X25519 XEl0dJ6y3C7KZkgmgWUicg63EyXJiwBJW8PdYJ/cYBE\n{Forged.Body}", "EFB1306" },
    };

    /// <summary>The last line; # is the right code.</summary>
    public static TheoryData<string> Ends => ["---#\n", "---  #\n", "--- # \n", "--- #=\n", "--- #A\n", "--- #\r\n", "--- \n", "---\n", "-- #\n", "garbage\n", "--- #\n#\n"];

    /// <summary>The first line.</summary>
    public static TheoryData<string, string> Versions => new()
    {
        { "age-encryption.org/v2", "EFB1323" },
        { "age-encryption.org/v11", "EFB1323" },
        { "age-encryption.org/v1\r", "EFB1306" },
        { "age-encryption.org/v1 ", "EFB1306" },
        { " age-encryption.org/v1", "EFB1306" },
        { "age-encryption.org/", "EFB1306" },
        { "AGE-encryption.org/v1", "EFB1306" },
        { "", "EFB1306" },
    };

    [Fact]
    public void A_forged_file_without_a_fault_is_read()
    {
        var (given, code) = Forged.Read(Forged.File(Forged.RightHeader(), (_content, true)));

        Assert.Null(code);
        Assert.Equal(_content, given);
    }

    [Theory]
    [MemberData(nameof(Stanzas))]
    public void Salt_and_work_factor_have_one_spelling(string stanza, string code) => AssertRefused(code, Forged.Header(Version, stanza, Forged.Body));

    [Theory]
    [MemberData(nameof(Bodies))]
    public void The_wrapped_key_is_one_line_and_stands_alone(string body, string code) => AssertRefused(code, Forged.Header(Version, _stanza, body));

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_first_line_names_the_only_version_that_is_known(string version, string code) => AssertRefused(code, Forged.Header(version, _stanza, Forged.Body));

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_last_line_is_the_code_of_the_header(string end)
        => AssertRefused("EFB1306", Forged.Header(mac => end.Replace("#", mac, StringComparison.Ordinal), Version, _stanza, Forged.Body));

    [Fact]
    public void A_code_of_another_header_shows_that_this_one_was_altered()
        => AssertRefused("EFB1306", Forged.Header(mac => $"--- {(mac[0] == 'A' ? 'B' : 'A')}{mac[1..]}\n", Version, _stanza, Forged.Body));

    [Fact]
    public void A_line_without_an_end_is_not_read_for_ever() => AssertRefused("EFB1306", Version + "\n-> " + new string('x', 100_000));

    [Fact]
    public void Cut_at_any_byte_it_is_incomplete()
    {
        var header = Forged.RightHeader();

        Assert.All(Enumerable.Range(0, header.Length), length =>
        {
            var (given, code) = Forged.Read([.. header[..length].Select(letter => (byte)letter)]);
            Assert.Equal(("EFB1305", 0), (code, given.Length));
        });
    }

    [Fact]
    public void Another_passphrase_is_said_to_be_another_one()
        => Assert.Equal("EFB1321", Forged.Read(Forged.File(Forged.RightHeader(), (_content, true)), new Passphrase("incorrect horse", workFactor: 2)).Code);

    [Fact]
    public void A_work_factor_that_takes_too_much_is_refused_before_anything_is_computed()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused("EFB1309", Forged.Header(Version, $"-> scrypt {Forged.Salt} 23", Forged.Body));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void AssertRefused(string code, string header)
    {
        var (given, refused) = Forged.Read(Forged.File(header, (_content, true)));

        Assert.Equal((code, 0), (refused, given.Length));
    }

    /// <summary>The digit of base64 that follows.</summary>
    private static char Next(char digit)
    {
        const string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        return digits[digits.IndexOf(digit, StringComparison.Ordinal) + 1];
    }
}
