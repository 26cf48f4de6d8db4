using System.IO.Compression;
using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Tests.Format;

/// <summary>Files that somebody made to exhaust whoever reads them: an error, in little memory.</summary>
public class HostileSizeTests
{
    private const long Mebibyte = 1 << 20;
    private static readonly byte[] _filler = [.. Enumerable.Repeat((byte)'a', 1 << 16)];

    [Fact]
    public void A_row_of_two_gibibytes_is_refused_in_little_memory()
    {
        var (code, allocated) = Check(Text("""
            {
            "metadata": { "format": 1, "version": "1", "timestamp": "2024-01-01T10:00:00.000Z", "reason": "manual", "context": "C", "provider": "P", "database": "d",
             "migrations": [], "statistics": { "t": 1 },
             "tables": [{ "key": "t", "name": "t", "columns": [{ "name": "x", "storeType": "TEXT", "kind": "string" }], "primaryKey": [], "foreignKeys": [], "indexes": [], "entities": [] }],
             "sequences": [], "leftOut": []
            },
            "data": {
            "t": [
            {"x":"
            """).Concat(Enumerable.Repeat<ReadOnlyMemory<byte>>(_filler, 1 << 15)));

        Assert.Equal("EFB1309", code);
        Assert.InRange(allocated, 0, 8 * Mebibyte);
    }

    [Fact]
    public void A_million_columns_are_refused_before_anything_is_made_of_them()
    {
        var column = Encoding.ASCII.GetBytes("{\"name\":\"1\",\"storeType\":\"\",\"kind\":\"integer\"},");

        var (code, allocated) = Check(Metadata("\"tables\": [{ \"key\": \"t\", \"name\": \"t\", \"columns\": [", Enumerable.Repeat<ReadOnlyMemory<byte>>(column, 1_000_000)));

        Assert.Equal("EFB1309", code);
        // What is read is held, and was copied while it grew.
        Assert.InRange(allocated, 0, 160 * Mebibyte);
    }

    [Fact]
    public void Millions_of_empty_names_are_refused_before_anything_is_made_of_them()
    {
        var (code, allocated) = Check(Metadata("\"migrations\": [", Enumerable.Repeat<ReadOnlyMemory<byte>>(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\"\",", 1000))), 10_000)));

        Assert.Equal("EFB1309", code);
        Assert.InRange(allocated, 0, 160 * Mebibyte);
    }

    [Fact]
    public void Metadata_without_an_end_is_refused()
    {
        var (code, allocated) = Check(Metadata("\"description\": \"", Enumerable.Repeat<ReadOnlyMemory<byte>>(_filler, 1 << 15)));

        Assert.Equal("EFB1309", code);
        Assert.InRange(allocated, 0, 160 * Mebibyte);
    }

    [Theory]
    [InlineData("\"description\": ", "[")]
    [InlineData("\"tables\": ", "[")]
    [InlineData("\"statistics\": ", "{\"a\":")]
    public void Metadata_that_is_nested_a_hundred_thousand_levels_deep_is_refused(string property, string level)
    {
        var (code, allocated) = Check(Metadata(property, Text(string.Concat(Enumerable.Repeat(level, 100_000)))));

        Assert.Equal("EFB1306", code);
        Assert.InRange(allocated, 0, 8 * Mebibyte);
    }

    [Fact]
    public void Something_else_that_is_nested_a_hundred_thousand_levels_deep_is_no_backup()
        => Assert.Equal("EFB1304", Check(Text(new string('[', 100_000))).Code);

    [Fact]
    public void A_value_that_is_nested_a_hundred_thousand_levels_deep_is_no_row()
    {
        var bytes = Encoding.ASCII.GetBytes(new string('[', 100_000) + new string(']', 100_000));

        Assert.Throws<FormatException>(() =>
        {
            var row = new RowReader(new RowChunk(bytes, 0, bytes.Length));
            row.ReadValue();
        });
    }

    [Theory]
    [InlineData("a.json.gz")]
    [InlineData("a.json.br")]
    public void Metadata_that_was_compressed_fiftyfold_is_refused(string name)
    {
        using var bomb = new MemoryStream();
        using (Stream compressed = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true) : new BrotliStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            using var content = new GeneratedStream(Metadata("\"description\": \"", Enumerable.Repeat<ReadOnlyMemory<byte>>(_filler, 1 << 11)));
            content.CopyTo(compressed);
        }

        Assert.InRange(bomb.Length, 0, 128 * Mebibyte / 50);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Assert.Throws<EfBackupException>(() => FileCheck.Check(CompressionStreams.Decompress(new MemoryStream(bomb.ToArray()), name), name, Progress.None, CancellationToken.None));

        Assert.Equal("EFB1309", refused.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 160 * Mebibyte);
    }

    private static (string Code, long Allocated) Check(IEnumerable<ReadOnlyMemory<byte>> content)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<EfBackupException>(() => FileCheck.Check(new GeneratedStream(content), "a.json", Progress.None, CancellationToken.None));
        return (refused.Code, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Metadata that goes on with something, and ends there.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Metadata(string start, IEnumerable<ReadOnlyMemory<byte>> content)
        => Text("{\n\"metadata\": { \"format\": 1, " + start).Concat(content).Concat(Text("\n},\n\"data\": {\n"));

    private static IEnumerable<ReadOnlyMemory<byte>> Text(string text) => [Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\n"))];
}
