using System.IO.Compression;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Greenhouse.EfBackup.Tests.Format;
using Compression = Greenhouse.EfBackup.Storage.Compression;

namespace Greenhouse.EfBackup.Tests.Storage;

/// <summary>Backups that come as streams, which have no name to tell how they are packed.</summary>
public class SpooledBackupTests
{
    // One that takes no time.
    private static readonly Passphrase _passphrase = new("correct horse battery staple", workFactor: 2);

    [Theory]
    [InlineData(Compression.None, false, ".json")]
    [InlineData(Compression.Gzip, false, ".json.gz")]
    [InlineData(Compression.Brotli, false, ".json.br")]
    [InlineData(Compression.None, true, ".json.age")]
    [InlineData(Compression.Gzip, true, ".json.gz.age")]
    [InlineData(Compression.Brotli, true, ".json.br.age")]
    internal async Task How_it_is_packed_is_seen_from_what_it_holds(Compression compression, bool encrypted, string ending)
    {
        var content = await WriteAsync(new Packing(compression, encrypted ? _passphrase : null));
        string path;
        using (var spooled = new SpooledBackup())
        {
            await spooled.ReadAsync(new MemoryStream(content), _passphrase, CancellationToken.None);
            path = spooled.Path;

            Assert.EndsWith("/stream" + ending, path.Replace('\\', '/'), StringComparison.Ordinal);
            Assert.Equal(1, FileCheck.Check(path, _passphrase, Progress.None, CancellationToken.None).Tables[0].Rows);
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task Nobody_else_may_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var spooled = new SpooledBackup();
        await spooled.ReadAsync(new MemoryStream("x"u8.ToArray()), passphrase: null, CancellationToken.None);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(spooled.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(spooled.Path)!));
    }

    [Fact]
    public async Task Without_its_passphrase_it_is_refused_and_the_message_names_no_file()
    {
        var content = await WriteAsync(new Packing(Passphrase: _passphrase));
        using var spooled = new SpooledBackup();

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => spooled.ReadAsync(new MemoryStream(content), passphrase: null, CancellationToken.None));

        Assert.Equal("EFB1322", refused.Code);
        Assert.Equal("the stream is encrypted, and no passphrase is given", spooled.Unnamed(refused.Message));
    }

    [Fact]
    public async Task What_the_stream_throws_is_not_changed_and_nothing_stays()
    {
        await using var broken = new DeflateStream(new MemoryStream([0xFF, 0xFF, 0xFF, 0xFF]), CompressionMode.Decompress);
        string folder;
        using (var spooled = new SpooledBackup())
        {
            folder = Path.GetDirectoryName(spooled.Path)!;

            await Assert.ThrowsAsync<InvalidDataException>(() => spooled.ReadAsync(broken, passphrase: null, CancellationToken.None));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void What_a_killed_process_has_left_goes_and_what_is_in_use_stays()
    {
        var left = Directory.CreateTempSubdirectory("efbackup-stream-").FullName;
        File.WriteAllText(Path.Combine(left, "stream.json"), "rows");
        Directory.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddMinutes(-2));
        using var used = new SpooledBackup();
        var folder = Path.GetDirectoryName(used.Path)!;
        Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddMinutes(-2));

        using var next = new SpooledBackup();

        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(folder));
    }

    private static async Task<byte[]> WriteAsync(Packing packing)
    {
        var metadata = Files.Metadata([(Files.Table("t", Files.Column("x", ValueKind.String, "TEXT")), 1)]);
        using var written = new MemoryStream();
        await new SnapshotWriter(new OneRow("{\"x\":\"y\"}"u8.ToArray()), Progress.None, "read").WriteAsync(metadata, new BackupStream(written, CancellationToken.None), packing, CancellationToken.None);
        return written.ToArray();
    }
}
