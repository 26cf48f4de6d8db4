using FsCheck.Xunit;

namespace Greenhouse.EfBackup.Tests.Format;

public class DamagedFileTests
{
    public static TheoryData<string> Archives => [.. Directory.GetFiles(Files.Archive("damaged")).Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>What is wrong with each file is its name; its hashes are right unless the name says otherwise.</summary>
    private static string CodeOf(string archive) => archive switch
    {
        "empty" => "EFB1303",
        "not-json" or "json-of-another-kind" or "json-array" or "byte-order-mark" or "carriage-returns" => "EFB1304",
        _ when archive.StartsWith("truncated-", StringComparison.Ordinal) => "EFB1305",
        "newer-format" => "EFB1307",
        _ => "EFB1306",
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public void A_damaged_file_is_refused_with_the_code_of_its_damage(string archive)
    {
        var file = Files.ReadArchive($"damaged/{archive}.json");

        var refusal = Assert.Throws<EfBackupException>(() => Files.Read(file));

        Assert.Equal(CodeOf(archive), refusal.Code);
        Assert.StartsWith("test.json ", refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Help);
    }

    [Fact]
    public void A_newer_format_is_named_with_those_that_are_read()
    {
        var refusal = Assert.Throws<EfBackupException>(() => Files.Read(Files.ReadArchive("damaged/newer-format.json")));

        Assert.Contains("format 2", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("formats 1 to 1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-json", "is not JSON")]
    [InlineData("json-of-another-kind", "is JSON, but not a backup")]
    [InlineData("json-array", "is JSON, but not a backup")]
    public void What_is_no_backup_is_told_from_what_is_no_json(string archive, string what)
    {
        var refusal = Assert.Throws<EfBackupException>(() => Files.Read(Files.ReadArchive($"damaged/{archive}.json")));

        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("row-hash-wrong", "table é")]
    [InlineData("statistics-wrong", "table é has 2 rows where its metadata says 3")]
    [InlineData("table-twice", "é stands in it twice")]
    public void The_message_names_the_place(string archive, string place)
    {
        var refusal = Assert.Throws<EfBackupException>(() => Files.Read(Files.ReadArchive($"damaged/{archive}.json")));

        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("shop")]
    [InlineData("kinds")]
    public void Cut_at_any_byte_a_file_is_refused(string archive)
    {
        var file = Files.ReadArchive($"format-1/{archive}.json");

        for (var length = 0; length < file.Length; length++)
        {
            var refusal = Assert.Throws<EfBackupException>(() => Files.Read(file[..length]));

            Assert.Equal(length == 0 ? "EFB1303" : "EFB1305", refusal.Code);
        }
    }

    [Fact]
    public void With_any_bit_flipped_a_file_is_refused()
    {
        // Every byte is covered by a hash or compared with what it must be, the hashes too: there is no bit that may flip.
        var file = Files.ReadArchive("format-1/small.json");

        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            var refusal = Assert.Throws<EfBackupException>(() => Files.Read(file));
            file[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.True(refusal.Code is "EFB1304" or "EFB1305" or "EFB1306" or "EFB1307", $"bit {bit}: {refusal.Code}");
        }
    }

    [Property(MaxTest = 1000)]
    public void Bytes_changed_anywhere_are_noticed(ushort place, byte[] bytes)
    {
        var file = Files.ReadArchive("format-1/kinds.json");
        var changed = file.ToArray();
        bytes.AsSpan(0, Math.Min(bytes.Length, file.Length - (place % file.Length))).CopyTo(changed.AsSpan(place % file.Length));

        if (changed.AsSpan().SequenceEqual(file))
        {
            Assert.Equal(2, Files.Read(changed).Tables.Count);
        }
        else
        {
            Assert.StartsWith("EFB13", Assert.Throws<EfBackupException>(() => Files.Read(changed)).Code, StringComparison.Ordinal);
        }
    }

    [Property(MaxTest = 1000)]
    public void Bytes_left_out_or_put_in_anywhere_are_noticed(ushort place, byte count, bool leftOut)
    {
        var file = Files.ReadArchive("format-1/kinds.json");
        var (at, length) = (place % file.Length, (count % 16) + 1);
        byte[] changed = leftOut
            ? [.. file[..at], .. file[Math.Min(at + length, file.Length)..]]
            : [.. file[..at], .. file[at..Math.Min(at + length, file.Length)], .. file[at..]];

        Assert.StartsWith("EFB13", Assert.Throws<EfBackupException>(() => Files.Read(changed)).Code, StringComparison.Ordinal);
    }
}
