using System.Text;
using Greenhouse.EfBackup.Format;
using Xunit.Abstractions;

namespace Greenhouse.EfBackup.Tests.Format;

/// <summary>A file of several chunks, with rows from a few bytes to more than a chunk.</summary>
public class LargeFileTests(ITestOutputHelper output)
{
    private static readonly byte[] _file = Make();

    [Fact]
    public void It_is_larger_than_a_mebibyte_and_both_readers_agree_on_it()
    {
        var (_, tables) = Files.Read(_file);

        Assert.True(_file.Length > 1 << 20);
        Assert.All(IndependentReader.Read(_file).Tables.Zip(tables), pair => Assert.Equal(pair.First.Lines, pair.Second.Lines));
    }

    [Fact]
    public void Cut_anywhere_it_is_refused()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);

        for (var i = 0; i < 500; i++)
        {
            var length = random.Next(_file.Length);
            using var cut = new MemoryStream(_file, 0, length);
            var refusal = Assert.Throws<EfBackupException>(() => Files.Read(cut));

            Assert.True(refusal.Code == (length == 0 ? "EFB1303" : "EFB1305"), $"seed {seed}, cut at {length}: {refusal.Code}");
        }
    }

    [Fact]
    public void With_a_byte_changed_anywhere_it_is_refused()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var changed = _file.ToArray();

        for (var i = 0; i < 200; i++)
        {
            var place = random.Next(changed.Length);
            changed[place] ^= (byte)random.Next(1, 256);
            var thrown = Record.Exception(() => Files.Read(changed));
            changed[place] = _file[place];

            Assert.True(thrown is EfBackupException { Code: "EFB1304" or "EFB1305" or "EFB1306" or "EFB1307" }, $"seed {seed}, byte {place}: {thrown}");
        }
    }

    private static byte[] Make()
    {
        string[] names = ["first", "empty", "second"];
        var tables = names.Select(name => Files.Table(name, Files.Column("x", ValueKind.String, "TEXT"))).ToArray();
        int[] lengths = [.. Enumerable.Range(0, 400).Select(number => number * 7919 % 1500), BackupFormat.ChunkBytes * 3 / 2, 0, BackupFormat.ChunkBytes, 1];
        return Files.Write(
            Files.Metadata(tables.Select(table => (table, table.Key == "empty" ? 0L : lengths.Length))),
            table => table.Key == "empty" ? [] : lengths.Select(length => Encoding.UTF8.GetBytes($"{{\"x\":\"{new string('é', length / 2)}\\n]\"}}")));
    }
}
