using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Format;

namespace Greenhouse.EfBackup.Tests.Storage;

public class WrittenCheckTests
{
    [Fact]
    public async Task A_file_that_does_not_pass_its_own_check_gets_no_name()
    {
        using var folder = new TemporaryFolder();
        var metadata = Files.Metadata([(Files.Table("t", Files.Column("x", ValueKind.String, "TEXT")), 1)]);
        // 0xFF is no byte of UTF-8: a database's reader that lets it through is one that must be found out.
        var writer = new SnapshotWriter(new OneRow([.. "{\"x\":\""u8, 0xFF, .. "\"}"u8]), Progress.None, "read");

        var refusal = await Assert.ThrowsAsync<EfBackupException>(() => writer.WriteAsync(metadata, new BackupFolder(folder.Path), Packing.Plain, CancellationToken.None));

        Assert.Equal("EFB1604", refusal.Code);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task A_count_that_is_not_the_one_announced_gets_no_name_either()
    {
        using var folder = new TemporaryFolder();
        var metadata = Files.Metadata([(Files.Table("t", Files.Column("x", ValueKind.String, "TEXT")), 2)]);
        var writer = new SnapshotWriter(new OneRow("{\"x\":null}"u8.ToArray()), Progress.None, "read");

        var refusal = await Assert.ThrowsAsync<EfBackupException>(() => writer.WriteAsync(metadata, new BackupFolder(folder.Path), Packing.Plain, CancellationToken.None));

        Assert.Equal("EFB1604", refusal.Code);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task A_stream_gets_no_end_of_a_backup_that_does_not_pass_its_check()
    {
        var metadata = Files.Metadata([(Files.Table("t", Files.Column("x", ValueKind.String, "TEXT")), 1)]);
        var writer = new SnapshotWriter(new OneRow([.. "{\"x\":\""u8, 0xFF, .. "\"}"u8]), Progress.None, "read");
        using var taken = new MemoryStream();

        var refusal = await Assert.ThrowsAsync<EfBackupException>(() => writer.WriteAsync(metadata, new BackupStream(taken, CancellationToken.None), Packing.Plain, CancellationToken.None));

        Assert.Equal("EFB1604", refusal.Code);
        // All of it is shorter than what is held back.
        Assert.Equal(0, taken.Length);
    }

    [Theory]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(3 * 65536)]
    [InlineData(40 * 65536 + 5)]
    public async Task A_stream_gets_a_backup_of_any_length_whole(int bytes)
    {
        // Metadata and tail have the rest: the row is made so long that all of it has just that many bytes.
        var metadata = Files.Metadata([(Files.Table("t", Files.Column("x", ValueKind.String, "TEXT")), 1)]);
        using var shortest = new MemoryStream();
        await WriteAsync(shortest, 0);
        using var taken = new MemoryStream();

        var written = await WriteAsync(taken, bytes - (int)shortest.Length);

        Assert.Equal((bytes, bytes), (written.Bytes, taken.Length));
        Assert.Null(written.File);
        Assert.Equal(1, FileCheck.Check(new MemoryStream(taken.ToArray()), "taken.json", Progress.None, CancellationToken.None).Tables[0].Rows);

        Task<WrittenBackup> WriteAsync(Stream stream, int length)
            => new SnapshotWriter(new OneRow([.. "{\"x\":\""u8, .. Enumerable.Repeat((byte)'a', length), .. "\"}"u8]), Progress.None, "read")
                .WriteAsync(metadata, new BackupStream(stream, CancellationToken.None), Packing.Plain, CancellationToken.None);
    }
}
