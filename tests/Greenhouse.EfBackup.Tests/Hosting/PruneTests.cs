using Greenhouse.EfBackup.Hosting;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Tests.Hosting;

/// <summary>Which backups of a folder <c>prune</c> removes, and what it says of them.</summary>
public sealed class PruneTests : PruneTest
{
    [Fact]
    public void What_no_rule_keeps_goes_and_the_reason_is_said_of_every_file()
    {
        Put("backup-c.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2);
        var bytes = new FileInfo(Put("backup-a.json", daysAgo: 3)).Length;

        var ended = Prune(new RetentionPolicy { KeepLast = 2 });

        Assert.Equal(["backup-b.json", "backup-c.json"], Temporary.Files);
        Assert.Equal(["keep backup-c.json: newest, last 2", "keep backup-b.json: last 2", "remove backup-a.json: no rule keeps it"], Said(ended));
        Assert.Equal((0, 2, 1, bytes), (ended.ExitCode, ended.Prune!.Kept, ended.Prune.Removed, ended.Prune.FreedBytes));
    }

    [Fact]
    public void Partial_backups_are_counted_apart()
    {
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);
        Temporary.PutBackup("backup-p.json", Now.AddDays(-1), selection: new SelectedRows { Limit = 10 });

        Prune(LastOne);

        Assert.Equal(["backup-b.json", "backup-p.json"], Temporary.Files);
    }

    [Fact]
    public void A_dry_run_says_the_same_and_removes_nothing()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2);
        Leave(".backup-x.json.0123.tmp");

        var ended = Prune(LastOne, request => request with { DryRun = true, Yes = false });

        Assert.Equal([".backup-x.json.0123.tmp", "backup-a.json", "backup-b.json"], Temporary.Files);
        Assert.Equal(["keep backup-b.json: newest, last 1", "remove backup-a.json: no rule keeps it"], Said(ended));
        Assert.True(ended.Prune is { DryRun: true, Removed: 1 });
    }

    [Fact]
    public void Without_a_policy_nothing_goes()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2000);

        var ended = Prune(policy: null);

        Assert.Equal(["backup-a.json", "backup-b.json"], Temporary.Files);
        Assert.Equal(["keep backup-b.json: newest, no rule is given", "keep backup-a.json: no rule is given"], Said(ended));
    }

    [Fact]
    public void Where_nobody_agreed_nothing_goes()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2);

        Assert.Equal("EFB1501", Assert.Throws<EfBackupException>(() => Prune(LastOne, request => request with { Yes = false })).Code);
        Assert.Equal("EFB1502", Assert.Throws<EfBackupException>(() => Prune(LastOne, request => request with { Yes = false, Interactive = true })).Code);
        Assert.Equal(["backup-a.json", "backup-b.json"], Temporary.Files);
    }

    [Fact]
    public void Where_nothing_goes_nobody_is_asked()
    {
        Put("backup-a.json", daysAgo: 1);

        Assert.Equal(0, Prune(LastOne, request => request with { Yes = false }).Prune!.Removed);
    }

    [Fact]
    public void Backups_of_other_reasons_are_left_alone_unless_they_are_named()
    {
        foreach (var (name, reason) in new[] { ("backup", Reasons.Manual), ("before", Reasons.Migration), ("safety", Reasons.Safety) })
        {
            Put($"{name}-new.json", daysAgo: 1, reason: reason);
            Put($"{name}-old.json", daysAgo: 2, reason: reason);
        }

        var manual = Prune(LastOne);
        Assert.Equal(["backup-new.json", "before-new.json", "before-old.json", "safety-new.json", "safety-old.json"], Temporary.Files);
        Assert.Contains("keep safety-old.json: safety (--reason)", Said(manual));

        Prune(LastOne, request => request with { Reasons = [Reasons.Migration, Reasons.Safety] });
        Assert.Equal(["backup-new.json", "before-new.json", "safety-new.json"], Temporary.Files);
    }

    [Fact]
    public void Contexts_and_databases_are_counted_by_themselves()
    {
        Put("backup-a.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2, context: "Shop.LogContext");
        Put("backup-c.json", daysAgo: 3, database: "test.db");
        Put("backup-d.json", daysAgo: 4);

        Prune(LastOne);

        Assert.Equal(["backup-a.json", "backup-b.json", "backup-c.json"], Temporary.Files);
    }

    [Fact]
    public void A_context_that_is_named_is_the_only_one()
    {
        Put("backup-a.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2);
        Put("backup-c.json", daysAgo: 3, context: "Shop.LogContext");
        Put("backup-d.json", daysAgo: 4, context: "Shop.LogContext");

        var ended = Prune(LastOne, request => request with { Context = "LogContext" });

        Assert.Equal(["backup-a.json", "backup-b.json", "backup-c.json"], Temporary.Files);
        Assert.Contains("keep backup-b.json: of another context", Said(ended));
    }

    [Fact]
    public void Interrupted_it_says_what_it_has_left()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2);

        var ended = Prune(LastOne, confirm: Interruption.Cancel);

        Assert.Equal(["backup-a.json", "backup-b.json"], Temporary.Files);
        Assert.Equal((130, "interrupted"), (ended.ExitCode, ended.Prune!.Backups[1].Problem));
    }

    [Fact]
    public void Where_there_is_no_folder_there_is_nothing_to_do()
    {
        var ended = new FolderVerbs(Request(LastOne), new BackupFolder(Temporary.At("missing")), Progress.None, _ => { }, new FixedTime(Now)).Handle(default);

        Assert.Equal((0, 0), (ended.ExitCode, ended.Prune!.Kept));
        Assert.Empty(Temporary.Files);
    }
}
