using Greenhouse.EfBackup.Hosting;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Storage;

namespace Greenhouse.EfBackup.Tests.Hosting;

/// <summary><c>list</c> and its check.</summary>
public sealed class ListTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Every_backup_says_when_how_old_and_what_for()
    {
        _temporary.PutBackup("backup-a.json", _now.AddHours(-3));
        _temporary.PutBackup("before-b.json", _now.AddDays(-2), reason: Reasons.Migration, before: "20260108_AddTunnels");

        var listed = List().Backups;

        Assert.Equal(
            [("backup-a.json", 3 * 3600L, "manual", null), ("before-b.json", 2 * 86400L, "before-migration", "20260108_AddTunnels")],
            listed.Select(backup => (backup.File, backup.AgeSeconds, backup.Reason, backup.Before)));
    }

    [Fact]
    public void A_context_that_is_named_hides_the_others_but_nothing_that_can_not_be_read()
    {
        _temporary.PutBackup("backup-a.json", _now.AddHours(-3));
        _temporary.PutBackup("backup-b.json", _now.AddHours(-4), context: "Shop.LogContext");
        File.WriteAllText(_temporary.At("backup-c.json"), "");

        Assert.Equal(["backup-b.json", "backup-c.json"], List(context: "LogContext").Backups.Select(backup => backup.File));
    }

    [Fact]
    public void A_partial_backup_says_so_and_passes_no_check()
    {
        _temporary.PutBackup("backup-a.json", _now.AddHours(-1), selection: new SelectedRows { Limit = 10 });

        Assert.True(Assert.Single(List().Backups).Partial);
        Assert.Equal("EFB1801", CodeOfCheck("26h"));
    }

    [Fact]
    public void A_masked_backup_says_so()
    {
        _temporary.PutBackup("backup-a.json", _now.AddHours(-1), mask: "hash");
        _temporary.PutBackup("backup-b.json", _now.AddHours(-2));

        Assert.Equal([true, false], List().Backups.Select(backup => backup.Masked));
    }

    [Theory]
    [InlineData("26h", true)]
    [InlineData("25h", false)]
    public void A_check_passes_where_the_newest_is_young_enough(string maxAge, bool passes)
    {
        _temporary.PutBackup("backup-a.json", _now.AddHours(-26));
        _temporary.PutBackup("backup-b.json", _now.AddHours(-90));

        Assert.Equal(passes ? null : "EFB1801", CodeOfCheck(maxAge));
    }

    [Fact]
    public void A_check_says_which_is_too_old_and_ends_with_seven()
    {
        _temporary.PutBackup("backup-a.json", _now.AddHours(-1));
        _temporary.PutBackup("backup-b.json", _now.AddHours(-27), database: "test.db");

        var refusal = Assert.Throws<EfBackupException>(() => List("26h"));

        Assert.Equal(7, refusal.ErrorCode.ExitCode);
        Assert.Contains("older than 26h", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["Shop.ShopContext on test.db: 2026-01-09 09:00:00 UTC, 27 hours ago"], refusal.Details);
    }

    [Fact]
    public void A_check_counts_neither_safety_backups_nor_incomplete_ones_nor_those_of_the_future()
    {
        _temporary.PutBackup("safety-a.json", _now.AddHours(-1), reason: Reasons.Safety);
        _temporary.PutBackup("backup-future.json", _now.AddHours(1));
        var cut = _temporary.PutBackup("backup-b.json", _now.AddHours(-1));
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^1]);

        Assert.Equal("EFB1801", CodeOfCheck("26h"));
        Assert.Equal("EFB1801", CodeOfCheck(maxAge: null));
    }

    [Fact]
    public void A_check_counts_what_was_taken_before_a_migration()
    {
        _temporary.PutBackup("before-a.json", _now.AddHours(-1), reason: Reasons.Migration, before: "20260108_AddTunnels");

        Assert.Null(CodeOfCheck("26h"));
    }

    [Fact]
    public void A_check_of_one_context_does_not_see_the_others()
    {
        _temporary.PutBackup("backup-a.json", _now.AddHours(-1));
        _temporary.PutBackup("backup-b.json", _now.AddHours(-90), context: "Shop.LogContext");

        Assert.Null(CodeOfCheck("26h", "ShopContext"));
        Assert.Equal("EFB1801", CodeOfCheck("26h", "LogContext"));
        Assert.Equal("EFB1801", CodeOfCheck(maxAge: null, "NoContext"));
    }

    [Fact]
    public void A_check_without_an_age_wants_one_that_is_valid()
    {
        Assert.Equal("EFB1801", CodeOfCheck(maxAge: null));

        _temporary.PutBackup("backup-a.json", _now.AddYears(-9));

        Assert.Null(CodeOfCheck(maxAge: null));
    }

    private string? CodeOfCheck(string? maxAge, string? context = null)
    {
        try
        {
            List(maxAge, context, check: true);
            return null;
        }
        catch (EfBackupException refusal)
        {
            return refusal.Code;
        }
    }

    private ListResult List(string? maxAge = null, string? context = null, bool check = false)
    {
        var request = new BackupRequest { Verb = Verbs.List, BackupFolder = _temporary.Path, Context = context, Check = check || maxAge is not null, MaxAge = maxAge is null ? null : Duration.Parse(maxAge) };
        return new FolderVerbs(request, new BackupFolder(_temporary.Path), Progress.None, _ => { }, new FixedTime(_now)).Handle(default).List!;
    }
}
