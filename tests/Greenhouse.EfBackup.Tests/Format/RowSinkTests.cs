using System.Security.Cryptography;
using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

public class RowSinkTests
{
    [Fact]
    public void A_row_of_the_longest_length_is_taken()
    {
        var sink = new RowSink(buffer => buffer.Clear(), maxRowBytes: 10);

        Put(sink, "0123456789");
        Put(sink, "0123456789");

        Assert.Equal(2, sink.Rows);
    }

    [Fact]
    public void A_longer_row_is_refused()
    {
        var sink = new RowSink(buffer => buffer.Clear(), maxRowBytes: 10);
        Put(sink, "1");

        Assert.Throws<RowTooLongException>(() => Put(sink, "0123456789a"));

        Assert.Equal(1, sink.Rows);
    }

    [Fact]
    public void The_buffer_takes_no_more_than_the_format_allows()
    {
        var buffer = new RowBuffer();

        Assert.Throws<RowTooLongException>(() => { buffer.Reserve(BackupFormat.MaxRowBytes + (long)BackupFormat.ChunkBytes + 1); });
        Assert.Throws<RowTooLongException>(() => { buffer.Reserve(long.MaxValue / 2); });
    }

    [Fact]
    public void The_hash_of_a_hashing_sink_is_that_of_the_lines_in_a_file()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sink = RowSink.Hashing(hash);

        Put(sink, "{\"id\":1,\"email\":\"ada@example.org\"}");
        Put(sink, "{\"id\":2,\"email\":null}");
        sink.End();

        // The hash of table users in the example of FORMAT.md.
        Assert.Equal("2589651dced1505624e7b4caedca79b20fbee5ed7909311b9be5564e734416e5", TableIntegrity.Finish(hash));
    }

    [Fact]
    public void Progress_is_told_at_every_chunk_with_the_rows_so_far()
    {
        var told = new List<long>();
        var sink = new RowSink(buffer => buffer.Clear()) { Progress = told.Add };

        for (var i = 0; i < 5; i++)
        {
            Put(sink, new string('a', BackupFormat.ChunkBytes / 2));
        }

        sink.End();
        Assert.Equal([2, 4], told);
    }

    private static void Put(RowSink sink, string row)
    {
        sink.BeginRow();
        sink.Buffer.WriteRaw(Encoding.UTF8.GetBytes(row));
        sink.EndRow();
    }
}
