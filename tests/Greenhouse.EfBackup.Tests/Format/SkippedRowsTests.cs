using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Tests.Format;

/// <summary>Rows that are only checked, in parts where they are long.</summary>
public class SkippedRowsTests
{
    private static readonly TableDescription _table = Files.Table("t", Files.Column("x", ValueKind.String, "TEXT"));

    /// <summary>Longer than what is read at once, of characters of one, two, three and four bytes, with what looks like an end of rows in them.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("日")]
    [InlineData("🌱")]
    [InlineData("]")]
    [InlineData("a日🌱]")]
    public void They_have_the_count_and_the_hash_of_rows_that_are_read(string text)
    {
        string[] rows = [.. new[] { 3, 2, 1, 1 << 19, 5 }.Select((length, shift) => $"{{\"x\":\"{new string('b', shift)}{string.Concat(Enumerable.Repeat(text, length))}\"}}"), "{\"x\":\"\"}"];
        var file = Files.Write(_table, rows);
        using var reader = new BackupReader(new MemoryStream(file), "a.json");
        var passes = 0;

        reader.NextTable();
        while (reader.SkipRows())
        {
            passes++;
        }

        Assert.True(passes > 1);
        Assert.Equal(new TableIntegrity("t", 6, TableIntegrityOf(file)), Assert.Single(reader.Finish()));
    }

    [Fact]
    public void Half_of_a_character_is_noticed_wherever_it_stands()
    {
        var file = Files.Write(_table, $"{{\"x\":\"{string.Concat(Enumerable.Repeat("日", 1 << 18))}\"}}");
        var start = file.AsSpan().IndexOf("日"u8);
        foreach (var place in new[] { 0, 1, 2, BackupFormat.ChunkBytes - 4, BackupFormat.ChunkBytes - 3, BackupFormat.ChunkBytes - 2, BackupFormat.ChunkBytes - 1, BackupFormat.ChunkBytes, 3 << 17 })
        {
            var changed = file.ToArray();
            changed[start + place] = (byte)'a';

            var refused = Assert.Throws<EfBackupException>(() => FileCheck.Check(new MemoryStream(changed), "a.json", Progress.None, CancellationToken.None));

            Assert.Equal("EFB1306", refused.Code);
            Assert.Contains("UTF-8", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>By hand: all between the line feeds after <c>[</c> and before <c>]</c>.</summary>
    private static string TableIntegrityOf(byte[] file)
    {
        var start = file.AsSpan().IndexOf("\"t\": [\n"u8) + "\"t\": [\n".Length;
        var end = file.AsSpan().IndexOf("\n]\n},\n\"integrity\""u8) + 1;
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.AsSpan(start, end - start)));
    }
}
