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
}
