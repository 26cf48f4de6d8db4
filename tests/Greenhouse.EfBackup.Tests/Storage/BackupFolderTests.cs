using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Format;

namespace Greenhouse.EfBackup.Tests.Storage;

public sealed class BackupFolderTests : IDisposable
{
    private static readonly DateTimeOffset _noon = new(2024, 5, 17, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _temporary = new();
    private readonly BackupFolder _folder;

    public BackupFolderTests() => _folder = new BackupFolder(_temporary.Path);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_folder_that_is_made_ignores_itself()
    {
        var folder = new BackupFolder(_temporary.At("a/backups"));

        folder.Ensure();

        Assert.Equal("*\n", File.ReadAllText(_temporary.At("a/backups/.gitignore")));
    }

    [Fact]
    public void A_folder_that_is_there_is_left_as_it_is()
    {
        _folder.Ensure();

        Assert.Empty(_temporary.Files);
    }

    [Fact]
    public void Backups_of_one_moment_have_different_names()
    {
        var metadata = Files.Metadata([]);
        using var first = _folder.Create(metadata, Packing.Plain);
        first.Commit();
        using var second = _folder.Create(metadata, Packing.Plain);

        using var third = _folder.Create(metadata, Packing.Plain);

        Assert.Equal(
            ["backup-2024-01-01T10-00-00-000Z.json", "backup-2024-01-01T10-00-00-001Z.json", "backup-2024-01-01T10-00-00-002Z.json"],
            new[] { first, second, third }.Select(file => Path.GetFileName(file.Path)));
    }

    [Fact]
    public void The_latest_is_never_a_partial_one()
    {
        var whole = _temporary.PutBackup("backup-a.json", _noon);
        _temporary.PutBackup("backup-b.json", _noon.AddHours(1), selection: new SelectedRows { Limit = 10 });

        Assert.Equal(whole, _folder.Resolve(BackupRequest.Latest, context: null, database: null));
    }

    [Fact]
    public void A_folder_below_a_file_is_refused()
    {
        File.WriteAllText(_temporary.At("file"), "");

        var refusal = Assert.Throws<EfBackupException>(new BackupFolder(_temporary.At("file/backups")).Ensure);

        Assert.Equal("EFB1601", refusal.Code);
        Assert.Contains("file/backups", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused()
    {
        File.WriteAllText(_temporary.At("file"), "");

        Assert.Equal("EFB1601", Assert.Throws<EfBackupException>(new BackupFolder(_temporary.At("file")).Ensure).Code);
    }

    [Fact]
    public void A_folder_where_nobody_may_make_one_is_refused()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal("EFB1601", Assert.Throws<EfBackupException>(new BackupFolder("/proc/backups").Ensure).Code);
        }
    }

    [Fact]
    public void Latest_is_the_newest_by_the_time_in_its_metadata()
    {
        Put("backup-a.json", _noon);
        var newest = Put("backup-b.json", _noon.AddHours(1));
        Put("backup-c.json", _noon.AddHours(-1));

        Assert.Equal(newest, _folder.Resolve("latest", context: null, database: null));
    }

    [Fact]
    public void Latest_is_never_a_safety_backup()
    {
        var manual = Put("backup-a.json", _noon);
        Put("safety-b.json", _noon.AddHours(1), reason: Reasons.Safety);

        Assert.Equal(manual, _folder.Resolve("latest", context: null, database: null));
    }

    [Fact]
    public void Latest_passes_over_what_is_not_complete_and_says_so()
    {
        var complete = Put("backup-a.json", _noon);
        var cut = Put("backup-b.json", _noon.AddHours(1));
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^1]);
        File.WriteAllText(_temporary.At("backup-empty.json"), "");
        File.WriteAllText(_temporary.At("backup-other.json"), "{}");
        File.SetLastWriteTimeUtc(complete, _noon.UtcDateTime);

        Assert.Equal(complete, _folder.Resolve("latest", context: null, database: null));
        Assert.Equal(3, _folder.NewerIncomplete(complete).Count);
    }

    [Fact]
    public void Latest_does_not_look_at_files_of_other_names()
    {
        Put("notes.json", _noon);

        Assert.Equal("EFB1302", CodeOf("latest"));
    }

    [Theory]
    [InlineData(null, "EFB1308")]
    [InlineData("ShopContext", "Shop.ShopContext")]
    [InlineData("Shop.ShopContext", "Shop.ShopContext")]
    [InlineData("Inner", "Shop.Outer+Inner")]
    [InlineData("Context", "EFB1302")]
    [InlineData("shopcontext", "EFB1302")]
    public void Among_several_contexts_latest_wants_one_named(string? context, string expected)
    {
        Put("backup-a.json", _noon, "Shop.ShopContext");
        Put("backup-b.json", _noon.AddHours(1), "Shop.Outer+Inner");

        if (expected.StartsWith("EFB", StringComparison.Ordinal))
        {
            Assert.Equal(expected, CodeOf("latest", context));
        }
        else
        {
            Assert.Equal(expected, BackupSummary.Read(_folder.Resolve("latest", context, database: null)).Head!.Context);
        }
    }

    [Fact]
    public void Among_several_databases_latest_names_them_and_takes_the_one_that_is_named()
    {
        var shop = Put("backup-a.json", _noon, database: "shop.db");
        Put("backup-b.json", _noon.AddHours(1), database: "test.db");

        var refusal = Assert.Throws<EfBackupException>(() => _folder.Resolve("latest", context: null, database: null));

        Assert.Equal("EFB1308", refusal.Code);
        Assert.Equal(["Shop.ShopContext on test.db", "Shop.ShopContext on shop.db"], refusal.Details);
        Assert.Equal(shop, _folder.Resolve("latest", context: null, database: "shop.db"));
    }

    [Fact]
    public void Without_a_folder_there_is_no_latest()
    {
        var refusal = Assert.Throws<EfBackupException>(() => new BackupFolder(_temporary.At("missing")).Resolve("latest", null, null));

        Assert.Equal("EFB1302", refusal.Code);
        Assert.Empty(new BackupFolder(_temporary.At("missing")).List());
    }

    [Theory]
    [InlineData("20240517_AddTunnels", "before-b.json")]
    [InlineData("AddTunnels", "before-b.json")]
    [InlineData("addtunnels", "before-b.json")]
    [InlineData("Tunnels", null)]
    [InlineData(null, "before-d.json")]
    public void The_newest_backup_from_before_a_migration_is_found_by_its_id_or_name(string? migration, string? expected)
    {
        Put("before-a.json", _noon, reason: Reasons.Migration, before: "20240517_AddTunnels");
        Put("before-b.json", _noon.AddHours(1), reason: Reasons.Migration, before: "20240517_AddTunnels");
        Put("before-c.json", _noon.AddHours(2), reason: Reasons.Migration, before: "20240517_AddTunnels", database: "test.db");
        Put("before-d.json", _noon.AddHours(3), reason: Reasons.Migration, before: "20240601_AddUnits");
        Put("backup-e.json", _noon.AddHours(4));

        if (expected is null)
        {
            var refusal = Assert.Throws<EfBackupException>(() => _folder.ResolveBefore(migration, context: null, "shop.db"));
            Assert.Equal("EFB1302", refusal.Code);
            Assert.Equal(["before 20240601_AddUnits: before-d.json", "before 20240517_AddTunnels: before-b.json", "before 20240517_AddTunnels: before-a.json"], refusal.Details);
        }
        else
        {
            Assert.Equal(_temporary.At(expected), _folder.ResolveBefore(migration, context: null, "shop.db"));
        }
    }

    [Fact]
    public void A_file_is_taken_by_its_path_wherever_it_lies()
    {
        var file = Put("notes.json", _noon);

        Assert.Equal(file, _folder.Resolve(file, null, null));
        Assert.Equal("EFB1301", CodeOf(_temporary.At("missing.json")));
    }

    [Theory]
    [InlineData(Reasons.Manual, null, "backup-2024-05-17T10-30-00-042Z.json")]
    [InlineData(Reasons.Safety, null, "safety-2024-05-17T10-30-00-042Z.json")]
    [InlineData(Reasons.Migration, "20240517_AddTunnels", "before-20240517_AddTunnels-2024-05-17T10-30-00-042Z.json")]
    [InlineData(Reasons.Migration, "20240517_Größe/../x", "before-20240517_Gr__e____x-2024-05-17T10-30-00-042Z.json")]
    public void A_name_says_what_for_and_when_in_utc(string reason, string? before, string expected)
    {
        var name = BackupName.Of(Files.Metadata([]) with { Reason = reason, Before = before, Timestamp = new DateTimeOffset(2024, 5, 17, 12, 30, 0, 42, TimeSpan.FromHours(2)) }, Packing.Plain);

        Assert.Equal(expected, name);
        Assert.True(BackupName.IsBackup(name));
    }

    [Theory]
    [InlineData("backup.json")]
    [InlineData("appsettings.json")]
    [InlineData("backup-2024.json.tmp")]
    [InlineData(".backup-2024-05-17T10-30-00-042Z.json.0123.tmp")]
    [InlineData("my-backup-2024.json")]
    public void Other_names_are_no_backups(string name)
    {
        Assert.False(BackupName.IsBackup(name));
    }

    private string CodeOf(string file, string? context = null) => Assert.Throws<EfBackupException>(() => _folder.Resolve(file, context, database: null)).Code;

    private string Put(string name, DateTimeOffset time, string context = "Shop.ShopContext", string reason = Reasons.Manual, string database = "shop.db", string? before = null)
        => _temporary.PutBackup(name, time, context, reason, database, before);
}
