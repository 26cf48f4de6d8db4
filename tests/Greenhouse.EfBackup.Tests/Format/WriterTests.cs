using System.Text;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

public class WriterTests
{
    private static readonly TableDescription _table = Files.Table("t", Files.Column("x", ValueKind.String, "TEXT"));

    [Fact]
    public void A_backup_without_tables_is_whole()
    {
        var file = Files.Write(Files.Metadata([]), _ => []);

        Assert.Empty(Files.Read(file).Tables);
    }

    [Fact]
    public void Empty_tables_have_the_hash_of_nothing()
    {
        var file = Files.Write(Files.Metadata([(Files.Table("a"), 0), (Files.Table("b"), 0)]), _ => []);

        Assert.Equal([0, 0], Files.Read(file).Tables.Select(table => table.Lines.Length));
        // printf '' | sha256sum
        Assert.Contains("\"a\": {\"rows\":0,\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Equal(2, IndependentReader.Read(file).Tables.Count);
    }

    [Fact]
    public void Thousands_of_tables_are_read_back()
    {
        var tables = Enumerable.Range(0, 3000).Select(number => Files.Table($"table {number}", Files.Column("id"))).ToArray();

        var file = Files.Write(Files.Metadata(tables.Select((table, index) => (table, (long)(index % 3)))), table => Enumerable.Range(0, int.Parse(table.Key[6..], null) % 3).Select(id => Row($"{id}", "id")));

        var read = Files.Read(file).Tables;
        Assert.Equal(tables.Select(table => table.Key), read.Select(table => table.Key));
        Assert.Equal("{\"id\":0},\n{\"id\":1}\n", Encoding.UTF8.GetString(read[2999].Lines));
    }

    [Theory]
    [InlineData("with \"quotes\" and \\")]
    [InlineData("\0\u0001\b\t\n\f\r\u001f\u007f")]
    [InlineData("日本 é 😀 \u2028 \ufeff")]
    [InlineData("},\n]")]
    [InlineData("")]
    public void Any_name_of_a_table_and_a_column_is_read_back(string name)
    {
        var table = Files.Table(name, Files.Column(name));

        var file = Files.Write(Files.Metadata([(table, 1)]), _ => [[.. RowReader.Labels(table)[0], .. "1}"u8]]);

        var (metadata, tables) = Files.Read(file);
        Assert.Equal((name, name), (metadata.Tables[0].Key, metadata.Tables[0].Columns[0].Name));
        Assert.Equal(name, Assert.Single(tables).Key);
        Assert.Equal(name, Assert.Single(IndependentReader.Read(file).Tables).Key);
    }

    [Fact]
    public void Rows_longer_than_a_chunk_are_read_back_identical()
    {
        string[] rows = [Json(1), Json(3 * BackupFormat.ChunkBytes), Json(2), Json(BackupFormat.ChunkBytes), Json(5 * BackupFormat.ChunkBytes), Json(0)];

        var file = Files.Write(_table, rows);

        var read = Assert.Single(Files.Read(file).Tables);
        Assert.Equal(string.Join(",\n", rows) + "\n", Encoding.UTF8.GetString(read.Lines));
        Assert.Equal(read.Lines, IndependentReader.Read(file).Tables[0].Lines);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_row_that_ends_at_the_border_of_a_chunk_is_read_back_identical(int beyond)
    {
        string[] rows = [Json(BackupFormat.ChunkBytes - Json(0).Length + beyond), Json(10), Json(BytePool.Length - Json(0).Length + beyond), Json(0)];

        var file = Files.Write(_table, rows);

        Assert.Equal(string.Join(",\n", rows) + "\n", Encoding.UTF8.GetString(Files.Read(file).Tables[0].Lines));
    }

    [Property(MaxTest = 60)]
    public void Rows_of_any_length_are_read_back_identical_however_the_stream_gives_its_bytes(ushort[] lengths, int seed)
    {
        var random = new Random(seed);
        var rows = lengths.Select(length => Json(random.Next(8) == 0 ? length * 8 : length % 300)).ToArray();

        var file = Files.Write(_table, rows);

        var (_, tables) = Files.Read(new TricklingStream(file, random));
        Assert.Equal(rows.Length == 0 ? "" : string.Join(",\n", rows) + "\n", Encoding.UTF8.GetString(tables[0].Lines));
        Assert.Equal(rows.Length, tables[0].Rows);
        Assert.Equal(tables[0].Lines, IndependentReader.Read(file).Tables[0].Lines);
    }

    [Fact]
    public void A_writer_that_was_not_completed_leaves_no_backup()
    {
        using var output = new MemoryStream();
        using (var writer = new BackupWriter(output))
        {
            writer.Begin(Files.Metadata([(_table, 0)]));
            writer.BeginTable(_table);
            writer.EndTable();
        }

        var refusal = Assert.Throws<EfBackupException>(() => Files.Read(output.ToArray()));

        Assert.True(refusal.Code is "EFB1303" or "EFB1305");
    }

    [Fact]
    public void What_the_stream_throws_reaches_the_caller()
    {
        using var writer = new BackupWriter(new FullStream(100));

        var thrown = Assert.Throws<IOException>(() =>
        {
            writer.Begin(Files.Metadata([(_table, 1)]));
            writer.BeginTable(_table);
            writer.EndTable();
            writer.Complete();
        });

        Assert.Equal("full", thrown.Message);
    }

    private static string Json(int length) => $"{{\"x\":\"{new string('a', length)}\"}}";

    private static byte[] Row(string value, string column) => Encoding.UTF8.GetBytes($"{{\"{column}\":{value}}}");

    /// <summary>Gives as many bytes at a time as it likes.</summary>
    private sealed class TricklingStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, random.Next(1, Math.Min(count, 100_000) + 1));
    }

    private sealed class FullStream(int room) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > room)
            {
                throw new IOException("full");
            }

            base.Write(buffer);
        }
    }
}
