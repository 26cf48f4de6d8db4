using System.Diagnostics;
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

        using var back = CompressionStreams.Decompress(new MemoryStream(Compress(kind, bytes)), Name(kind));
        using var read = new MemoryStream();
        back.CopyTo(read);

        Assert.Equal(bytes, read.ToArray());
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
