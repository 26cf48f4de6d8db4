using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Greenhouse.EfBackup.Tests.Format;
using Greenhouse.EfBackup.Verification;

namespace Greenhouse.EfBackup.Tests.Storage.Encryption;

/// <summary>Encrypted backups as files in a folder.</summary>
public sealed class EncryptedFileTests : IDisposable
{
    private static readonly TableDescription _table = Files.Table("t", Files.Column("x", ValueKind.String, "TEXT"));
    private static readonly string[] _cut = ["EFB1305", "EFB1306"];
    private static readonly string[] _altered = ["EFB1305", "EFB1306", "EFB1309", "EFB1321", "EFB1323"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(Compression.None), "backup-2024-01-01T10-00-00-000Z.json.age")]
    [InlineData(nameof(Compression.Gzip), "backup-2024-01-01T10-00-00-000Z.json.gz.age")]
    [InlineData(nameof(Compression.Brotli), "backup-2024-01-01T10-00-00-000Z.json.br.age")]
    public async Task An_encrypted_backup_is_a_backup_that_only_its_passphrase_opens(string compression, string name)
    {
        var file = await WriteAsync(Enum.Parse<Compression>(compression));

        Assert.Equal(name, Path.GetFileName(file));
        Assert.True(BackupName.IsBackup(name));
        Assert.Equal(1, Assert.Single(Check(file).Tables).Rows);
        Assert.Equal("EFB1321", CodeOf(file, new Passphrase("incorrect horse")));
        Assert.Equal("EFB1322", CodeOf(file, passphrase: null));
    }

    [Fact]
    public async Task Nothing_of_its_rows_is_in_any_file()
    {
        await WriteAsync();

        Assert.Equal(2, _folder.Files.Length);
        Assert.All(_folder.Files, file => Assert.Equal(-1, File.ReadAllBytes(_folder.At(file)).AsSpan().IndexOf("secret"u8)));
    }

    [Fact]
    public async Task It_is_opened_by_what_it_is_and_not_only_by_its_name()
    {
        var file = await WriteAsync();
        File.Move(file, _folder.At("renamed.json"));

        Assert.Equal(1, Assert.Single(Check(_folder.At("renamed.json")).Tables).Rows);
        Assert.Equal("EFB1322", CodeOf(_folder.At("renamed.json"), passphrase: null));
    }

    [Fact]
    public void A_plain_file_needs_no_passphrase_and_minds_none()
    {
        var file = Put("a.json", Files.Write(_table, """{"x":"a"}"""));

        Assert.False(BackupFile.IsEncrypted(file));
        Assert.Equal(1, Assert.Single(Check(file).Tables).Rows);
    }

    [Fact]
    public void Of_a_file_in_armor_it_is_said_how_it_can_be_read()
        => Assert.Equal("EFB1323", CodeOf(Put("a.json.age", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"u8.ToArray()), Forged.Passphrase));

    [Fact]
    public async Task The_sidecar_says_of_it_what_a_listing_needs()
    {
        var file = await WriteAsync();

        var summary = Assert.Single(new BackupFolder(_folder.Path).List());

        Assert.True(summary is { IsComplete: true, IsEncrypted: true, Problem: null, Reason: Reasons.Manual });
        Assert.Equal(("Shop.ShopContext", "shop.db", 1), (summary.Head!.Context, summary.Head.Database, summary.Head.Rows));
        Assert.Equal(file, new BackupFolder(_folder.Path).Resolve("latest", "ShopContext", "shop.db"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Sidecar.PathOf(file)));
        }
    }

    [Fact]
    public async Task The_sidecar_says_that_values_are_masked_and_not_which()
    {
        var plain = await WriteAsync();
        var masked = await WriteAsync(mask: "constant:secret");

        Assert.False(BackupSummary.Read(plain).Head!.Masked);
        Assert.True(BackupSummary.Read(masked).Head!.Masked);
        Assert.DoesNotContain("masked", File.ReadAllText(Sidecar.PathOf(plain)), StringComparison.Ordinal);
        Assert.DoesNotContain("constant", File.ReadAllText(Sidecar.PathOf(masked)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sidecar_it_is_listed_by_its_name_and_not_taken_for_the_latest()
    {
        var file = await WriteAsync();
        File.Delete(Sidecar.PathOf(file));
        var older = Put("backup-a.json", Files.Write(_table));
        File.SetLastWriteTimeUtc(older, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var summary = Assert.Single(new BackupFolder(_folder.Path).List(), listed => listed.IsEncrypted);

        Assert.Equal((false, Reasons.Manual, new DateTimeOffset(2024, 1, 1, 10, 0, 0, TimeSpan.Zero)), (summary.IsComplete, summary.Reason, summary.Timestamp));
        Assert.Equal(older, new BackupFolder(_folder.Path).Resolve("latest", context: null, database: null));
        Assert.Equal([file], new BackupFolder(_folder.Path).NewerIncomplete(older).Select(passed => passed.File));
        Assert.Equal(file, new BackupFolder(_folder.Path).Resolve(file, context: null, database: null));
    }

    [Fact]
    public async Task A_file_of_another_size_than_its_sidecar_says_is_not_taken_for_complete()
    {
        var file = await WriteAsync();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);

        Assert.False(BackupSummary.Read(file).IsComplete);
    }

    [Fact]
    public async Task Where_the_sidecar_can_not_be_written_there_is_no_backup()
    {
        Directory.CreateDirectory(_folder.At("backup-2024-01-01T10-00-00-000Z.json.age.info"));

        var refusal = await Assert.ThrowsAsync<EfBackupException>(() => WriteAsync());

        Assert.StartsWith("EFB16", refusal.Code, StringComparison.Ordinal);
        Assert.Equal(["backup-2024-01-01T10-00-00-000Z.json.age.info"], _folder.Files);
    }

    [Fact]
    public async Task A_wrong_passphrase_says_nothing_against_a_file_that_was_verified()
    {
        var file = await WriteAsync();
        await FileProof.ProveAsync(file, Forged.Passphrase, Progress.None, TimeProvider.System, CancellationToken.None);

        await Assert.ThrowsAsync<EfBackupException>(() => FileProof.ProveAsync(file, new Passphrase("incorrect horse"), Progress.None, TimeProvider.System, CancellationToken.None));

        Assert.Equal(VerifyLevels.File, Sidecar.Read(file)?.Verified?.Level);
        Assert.Equal(1, Sidecar.Read(file)?.Head?.Rows);
    }

    [Fact]
    public void Cut_at_any_byte_it_is_refused()
    {
        var whole = Encrypt(Files.Write(_table, """{"x":"a"}"""));

        Assert.All(Enumerable.Range(0, whole.Length), length =>
        {
            var refused = Assert.Throws<EfBackupException>(() => FileCheck.Check(
                new Packing(Passphrase: Forged.Passphrase).Unpack(new MemoryStream(whole[..length]), "a.json.age"), "a.json.age", Progress.None, CancellationToken.None));
            Assert.Contains(refused.Code, _cut);
        });
    }

    [Fact]
    public void An_empty_file_is_said_to_be_empty_whatever_its_name() => Assert.Equal("EFB1303", CodeOf(Put("a.json.age", []), Forged.Passphrase));

    [Fact]
    public void With_any_bit_turned_it_is_refused()
    {
        var whole = Encrypt(Files.Write(_table, """{"x":"a"}"""));

        Assert.All(Enumerable.Range(0, whole.Length * 8), bit =>
        {
            var altered = whole.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            var (given, code) = Forged.Read(altered);
            Assert.Contains(code, _altered);
            Assert.Empty(given);
        });
    }

    [Theory]
    [InlineData("safety-2024-05-17T10-30-00-042Z.json.age", Reasons.Safety)]
    [InlineData("before-20240517_Add.json-2024-05-17T10-30-00-042Z.json.br.age", Reasons.Migration)]
    [InlineData("backup-mine.json.age", Reasons.Manual)]
    public void A_name_says_what_for_and_mostly_when(string name, string reason)
    {
        var read = BackupName.Read(name);

        Assert.Equal(reason, read.Reason);
        Assert.Equal(name.Contains("mine", StringComparison.Ordinal) ? null : new DateTimeOffset(2024, 5, 17, 10, 30, 0, 42, TimeSpan.Zero), read.Timestamp);
    }

    private static CheckedFile Check(string file) => FileCheck.Check(file, Forged.Passphrase, Progress.None, CancellationToken.None);

    private static string CodeOf(string file, Passphrase? passphrase)
        => Assert.Throws<EfBackupException>(() => FileCheck.Check(file, passphrase, Progress.None, CancellationToken.None)).Code;

    private static byte[] Encrypt(byte[] content)
    {
        using var target = new MemoryStream();
        using (var stream = new AgeWriteStream(target, Forged.Passphrase))
        {
            stream.Write(content);
        }

        return target.ToArray();
    }

    private string Put(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.At(name), content);
        return _folder.At(name);
    }

    private async Task<string> WriteAsync(Compression compression = Compression.None, string? mask = null)
    {
        var table = _table with { Columns = [_table.Columns[0] with { Mask = mask }] };
        var writer = new SnapshotWriter(new OneRow("""{"x":"secret"}"""u8.ToArray()), Progress.None, "read");
        return (await writer.WriteAsync(Files.Metadata([(table, 1)]), new BackupFolder(_folder.Path), new Packing(compression, Forged.Passphrase), CancellationToken.None)).File!;
    }
}
