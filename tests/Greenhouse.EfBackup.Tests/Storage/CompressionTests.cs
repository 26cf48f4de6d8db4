using System.Diagnostics;
using System.IO.Compression;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Format;

namespace Greenhouse.EfBackup.Tests.Storage;

public sealed class CompressionTests : IDisposable
{
    private static readonly TableDescription _table = Files.Table("t", Files.Column("id"), Files.Column("name", ValueKind.String, "TEXT"));
    private static readonly byte[] _plain = Files.Write(_table, [.. Enumerable.Range(0, 40).Select(id => $"{{\"id\":{id},\"name\":\"row {id * 7919}\"}}")]);
    private static readonly string[] _codes = ["EFB1303", "EFB1305", "EFB1306"];
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [nameof(Compression.Gzip), nameof(Compression.Brotli)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_compressed_backup_is_smaller_and_as_good_as_a_plain_one(string kind)
    {
        var file = Write(kind, Compress(kind, _plain));

        Assert.True(new FileInfo(file).Length < _plain.Length / 2);
        Assert.Equal(40, Assert.Single(Check(file).Tables).Rows);
        Assert.True(BackupSummary.Read(file) is { IsComplete: true, Head: not null });
        Assert.True(BackupName.IsBackup("backup-" + Path.GetFileName(file)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Longer_than_every_buffer_it_comes_back_byte_for_byte(string kind)
    {
        var bytes = new byte[3 << 20];
        new Random(1).NextBytes(bytes);
        bytes.AsSpan(0, 1 << 20).Clear();
        BackupFormat.Tail.CopyTo(bytes.AsSpan(bytes.Length - BackupFormat.Tail.Length));

        using var back = CompressionStreams.Decompress(new MemoryStream(Compress(kind, bytes)), Name(kind));
        using var read = new MemoryStream();
        back.CopyTo(read);

        Assert.Equal(bytes, read.ToArray());
    }

    /// <summary>Around the ends of members, which are made of a megabyte each and hold back what may be the tail.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData((1 << 20) + 5)]
    [InlineData((2 << 20) - 6)]
    [InlineData(2 << 20)]
    public void Of_every_length_gzip_gives_it_back_and_ends_with_the_tail_as_a_member_of_its_own(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251)), .. BackupFormat.Tail];

        var compressed = Compress(nameof(Compression.Gzip), bytes);

        using var back = CompressionStreams.Decompress(new MemoryStream(compressed), Name(nameof(Compression.Gzip)));
        using var read = new MemoryStream();
        back.CopyTo(read);
        Assert.Equal(bytes, read.ToArray());
        Assert.True(GzipTail.IsAtEndOf(new MemoryStream(compressed)));
    }

    [Fact]
    public void The_tail_of_a_gzip_file_is_a_member_that_others_read()
    {
        using var gzip = new GZipStream(new MemoryStream(GzipTail.Member), CompressionMode.Decompress);
        using var read = new MemoryStream();
        gzip.CopyTo(read);

        Assert.Equal("\"\n}\n}\n"u8.ToArray(), read.ToArray());
        // Header, stored block, the CRC-32 that `printf '"\n}\n}\n' | gzip` writes, length.
        Assert.Equal("1F8B08000000000000FF" + "010600F9FF" + "220A7D0A7D0A" + "0D0E905F" + "06000000", Convert.ToHexString(GzipTail.Member));
    }

    [Fact]
    public void What_gzip_made_of_a_backup_is_as_good_and_followed_by_anything_it_is_refused()
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
        {
            gzip.Write(_plain);
        }

        var file = Write(nameof(Compression.Gzip), target.ToArray());
        Assert.Equal(40, Assert.Single(Check(file).Tables).Rows);
        Assert.True(BackupSummary.Read(file).IsComplete);

        Assert.Equal("EFB1306", Assert.Throws<EfBackupException>(() => Check(Write(nameof(Compression.Gzip), [.. target.ToArray(), .. "more"u8]))).Code);
    }

    [Fact]
    public void A_listing_of_gzip_files_looks_at_head_and_end_only()
    {
        // A megabyte and more of rows between them, of which half is gone.
        var plain = Files.Write(_table, [.. Enumerable.Range(0, 60_000).Select(id => $"{{\"id\":{id},\"name\":\"row {id * 7919}\"}}")]);
        var whole = Compress(nameof(Compression.Gzip), plain);
        whole.AsSpan(whole.Length / 2, 100).Clear();
        var file = Write(nameof(Compression.Gzip), whole);

        Assert.True(BackupSummary.Read(file).IsComplete);
        Assert.Throws<EfBackupException>(() => Check(file));
    }

    [Theory]
    [InlineData("file", true)]
    [InlineData(null, false)]
    public void A_listing_does_not_read_again_what_was_verified(string? level, bool complete)
    {
        var plain = Files.Write(_table, [.. Enumerable.Range(0, 60_000).Select(id => $"{{\"id\":{id},\"name\":\"row {id * 7919}\"}}")]);
        var whole = Compress(nameof(Compression.Brotli), plain);
        whole.AsSpan(whole.Length / 2, 100).Clear();
        var file = Write(nameof(Compression.Brotli), whole);
        new Sidecar { Bytes = whole.Length, Verified = level is null ? null : new VerifiedMark(level, DateTimeOffset.UnixEpoch, "1.0.0") }.Write(file);

        Assert.Equal(complete, BackupSummary.Read(file).IsComplete);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cut_at_any_byte_it_is_refused_and_never_listed_as_complete(string kind)
    {
        var whole = Compress(kind, _plain);
        for (var length = 0; length < whole.Length; length++)
        {
            var file = Write(kind, whole[..length]);

            var refused = Assert.Throws<EfBackupException>(() => Check(file));

            Assert.Contains(refused.Code, _codes);
            Assert.False(BackupSummary.Read(file).IsComplete, $"{length} of {whole.Length} bytes");
        }
    }

    /// <summary>Some bits of a header mean nothing (RFC 1952: time, system); what they change is nothing that was backed up.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void With_any_bit_turned_it_is_refused_or_holds_the_same(string kind)
    {
        var whole = Compress(kind, _plain);
        var refused = 0;
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            var file = Write(kind, damaged);
            try
            {
                Check(file);
                using var content = BackupFile.Open(file, passphrase: null);
                using var read = new MemoryStream();
                content.CopyTo(read);
                Assert.Equal(_plain, read.ToArray());
            }
            catch (EfBackupException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, whole.Length * 8 * 9 / 10, whole.Length * 8);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bytes_that_follow_its_end_are_refused(string kind)
    {
        var file = Write(kind, [.. Compress(kind, _plain), .. "more"u8]);

        Assert.Equal("EFB1306", Assert.Throws<EfBackupException>(() => Check(file)).Code);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_is_not_what_its_name_says_is_refused(string kind)
    {
        var file = Write(kind, _plain);

        Assert.Equal("EFB1306", Assert.Throws<EfBackupException>(() => Check(file)).Code);
        Assert.False(BackupSummary.Read(file).IsComplete);
    }

    [CommandTheory]
    [InlineData(nameof(Compression.Gzip), "gzip")]
    [InlineData(nameof(Compression.Brotli), "brotli")]
    public void The_usual_command_reads_it(string kind, string command)
    {
        var file = Write(kind, Compress(kind, _plain));

        using var process = Process.Start(new ProcessStartInfo(command, ["-d", "-c", file]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(_plain, output.ToArray());
    }

    private static CheckedFile Check(string file) => FileCheck.Check(file, passphrase: null, Progress.None, CancellationToken.None);

    private static string Name(string kind) => "a.json" + Enum.Parse<Compression>(kind).Suffix();

    private static byte[] Compress(string kind, byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var stream = CompressionStreams.Compress(target, Enum.Parse<Compression>(kind), leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return target.ToArray();
    }

    private string Write(string kind, byte[] bytes)
    {
        var file = _folder.At(Name(kind));
        File.WriteAllBytes(file, bytes);
        return file;
    }

    /// <summary>Needs the commands that others made to read such files.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class CommandTheoryAttribute : TheoryAttribute
    {
        private static readonly string[] _commands = ["gzip", "brotli"];

        public CommandTheoryAttribute()
        {
            var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            Skip = _commands.FirstOrDefault(command => !folders.Any(folder => File.Exists(Path.Combine(folder, command)))) is { } missing ? $"the command {missing} is not installed" : null;
        }
    }
}
