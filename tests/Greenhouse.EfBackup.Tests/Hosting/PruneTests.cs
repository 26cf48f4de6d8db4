using Greenhouse.EfBackup.Hosting;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Storage;
using Greenhouse.EfBackup.Tests.Storage.Encryption;

namespace Greenhouse.EfBackup.Tests.Hosting;

/// <summary><c>prune</c> on files of a folder.</summary>
public sealed class PruneTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly RetentionPolicy _lastOne = new() { KeepLast = 1 };

    private readonly TemporaryFolder _temporary = new();
    private readonly List<string> _warnings = [];
    private readonly CancellationTokenSource _interruption = new();

    public void Dispose()
    {
        _interruption.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void What_no_rule_keeps_goes_and_the_reason_is_said_of_every_file()
    {
        Put("backup-c.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2);
        var bytes = new FileInfo(Put("backup-a.json", daysAgo: 3)).Length;

        var ended = Prune(new RetentionPolicy { KeepLast = 2 });

        Assert.Equal(["backup-b.json", "backup-c.json"], _temporary.Files);
        Assert.Equal(["keep backup-c.json: newest, last 2", "keep backup-b.json: last 2", "remove backup-a.json: no rule keeps it"], Said(ended));
        Assert.Equal((0, 2, 1, bytes), (ended.ExitCode, ended.Prune!.Kept, ended.Prune.Removed, ended.Prune.FreedBytes));
    }

    [Fact]
    public void Partial_backups_are_counted_apart()
    {
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);
        _temporary.PutBackup("backup-p.json", _now.AddDays(-1), selection: new SelectedRows { Limit = 10 });

        Prune(_lastOne);

        Assert.Equal(["backup-b.json", "backup-p.json"], _temporary.Files);
    }

    [Fact]
    public void A_dry_run_says_the_same_and_removes_nothing()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2);
        Leave(".backup-x.json.0123.tmp");

        var ended = Prune(_lastOne, request => request with { DryRun = true, Yes = false });

        Assert.Equal([".backup-x.json.0123.tmp", "backup-a.json", "backup-b.json"], _temporary.Files);
        Assert.Equal(["keep backup-b.json: newest, last 1", "remove backup-a.json: no rule keeps it"], Said(ended));
        Assert.True(ended.Prune is { DryRun: true, Removed: 1 });
    }

    [Fact]
    public void Without_a_policy_nothing_goes()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2000);

        var ended = Prune(policy: null);

        Assert.Equal(["backup-a.json", "backup-b.json"], _temporary.Files);
        Assert.Equal(["keep backup-b.json: newest, no rule is given", "keep backup-a.json: no rule is given"], Said(ended));
    }

    [Fact]
    public void Where_nobody_agreed_nothing_goes()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2);

        Assert.Equal("EFB1501", Assert.Throws<EfBackupException>(() => Prune(_lastOne, request => request with { Yes = false })).Code);
        Assert.Equal("EFB1502", Assert.Throws<EfBackupException>(() => Prune(_lastOne, request => request with { Yes = false, Interactive = true })).Code);
        Assert.Equal(["backup-a.json", "backup-b.json"], _temporary.Files);
    }

    [Fact]
    public void Where_nothing_goes_nobody_is_asked()
    {
        Put("backup-a.json", daysAgo: 1);

        Assert.Equal(0, Prune(_lastOne, request => request with { Yes = false }).Prune!.Removed);
    }

    [Fact]
    public void Backups_of_other_reasons_are_left_alone_unless_they_are_named()
    {
        foreach (var (name, reason) in new[] { ("backup", Reasons.Manual), ("before", Reasons.Migration), ("safety", Reasons.Safety) })
        {
            Put($"{name}-new.json", daysAgo: 1, reason: reason);
            Put($"{name}-old.json", daysAgo: 2, reason: reason);
        }

        var manual = Prune(_lastOne);
        Assert.Equal(["backup-new.json", "before-new.json", "before-old.json", "safety-new.json", "safety-old.json"], _temporary.Files);
        Assert.Contains("keep safety-old.json: safety (--reason)", Said(manual));

        Prune(_lastOne, request => request with { Reasons = [Reasons.Migration, Reasons.Safety] });
        Assert.Equal(["backup-new.json", "before-new.json", "safety-new.json"], _temporary.Files);
    }

    [Fact]
    public void Contexts_and_databases_are_counted_by_themselves()
    {
        Put("backup-a.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2, context: "Shop.LogContext");
        Put("backup-c.json", daysAgo: 3, database: "test.db");
        Put("backup-d.json", daysAgo: 4);

        Prune(_lastOne);

        Assert.Equal(["backup-a.json", "backup-b.json", "backup-c.json"], _temporary.Files);
    }

    [Fact]
    public void A_context_that_is_named_is_the_only_one()
    {
        Put("backup-a.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2);
        Put("backup-c.json", daysAgo: 3, context: "Shop.LogContext");
        Put("backup-d.json", daysAgo: 4, context: "Shop.LogContext");

        var ended = Prune(_lastOne, request => request with { Context = "LogContext" });

        Assert.Equal(["backup-a.json", "backup-b.json", "backup-c.json"], _temporary.Files);
        Assert.Contains("keep backup-b.json: of another context", Said(ended));
    }

    [Fact]
    public void What_is_not_ours_by_name_or_by_content_stays()
    {
        Put("backup-new.json", daysAgo: 1);
        Put("notes.json", daysAgo: 2);
        Put("my-backup-old.json", daysAgo: 2);
        File.WriteAllText(_temporary.At("backup-settings.json"), """{"name": "settings"}""");
        File.WriteAllText(_temporary.At("backup-empty.json"), "");
        Directory.CreateDirectory(_temporary.At("backup-folder.json"));
        File.CreateSymbolicLink(_temporary.At("backup-link.json"), Put("elsewhere.json", daysAgo: 9));

        var ended = Prune(_lastOne);

        Assert.Equal(["backup-empty.json", "backup-folder.json", "backup-link.json", "backup-new.json", "backup-settings.json", "elsewhere.json", "my-backup-old.json", "notes.json"], _temporary.Files);
        Assert.Equal(0, ended.Prune!.Removed);
        Assert.Contains("keep backup-link.json: a link", Said(ended));
        Assert.Contains(Said(ended), line => line.StartsWith("keep backup-settings.json: ", StringComparison.Ordinal) && line.Contains("not a backup", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_is_not_the_newest_for_whose_sake_others_go()
    {
        var elsewhere = Directory.CreateDirectory(_temporary.At("elsewhere")).FullName;
        File.Move(Put("backup-z.json", daysAgo: 1), Path.Combine(elsewhere, "backup-z.json"));
        File.CreateSymbolicLink(_temporary.At("backup-z.json"), Path.Combine(elsewhere, "backup-z.json"));
        Put("backup-a.json", daysAgo: 2);

        Prune(_lastOne);

        Assert.Equal(["backup-a.json", "backup-z.json", "elsewhere"], _temporary.Files);
    }

    [Fact]
    public void An_incomplete_one_is_no_reason_for_others_to_go_and_stays()
    {
        var cut = Put("backup-c.json", daysAgo: 1);
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^1]);
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);

        var ended = Prune(_lastOne);

        Assert.Equal(["backup-b.json", "backup-c.json"], _temporary.Files);
        Assert.Contains(Said(ended), line => line.StartsWith("keep backup-c.json: ", StringComparison.Ordinal) && line.Contains("without the tail", StringComparison.Ordinal));
    }

    [Fact]
    public void The_newest_is_read_to_its_end_before_others_go_and_a_damaged_one_does_not_count()
    {
        Damage(Put("backup-d.json", daysAgo: 1));
        Damage(Put("backup-c.json", daysAgo: 2));
        Put("backup-b.json", daysAgo: 3);
        Put("backup-a.json", daysAgo: 4);

        var ended = Prune(_lastOne);

        Assert.Equal(["backup-b.json", "backup-c.json", "backup-d.json"], _temporary.Files);
        Assert.Contains("keep backup-b.json: newest, last 1", Said(ended));
        Assert.Contains(Said(ended), line => line.StartsWith("keep backup-d.json: ", StringComparison.Ordinal) && line.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void Compressed_ones_are_counted_with_the_others()
    {
        Put("backup-c.json.br", daysAgo: 1);
        Put("backup-b.json.gz", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);

        Prune(_lastOne);

        Assert.Equal(["backup-c.json.br"], _temporary.Files);
    }

    [Fact]
    public void A_backup_that_appears_meanwhile_stays()
    {
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);

        Prune(_lastOne, confirm: () => Put("backup-0.json", daysAgo: 4));

        Assert.Equal(["backup-0.json", "backup-b.json"], _temporary.Files);
    }

    [Fact]
    public void A_file_that_became_another_one_meanwhile_stays_and_the_others_go()
    {
        Put("backup-c.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);

        var ended = Prune(_lastOne, confirm: () => File.AppendAllText(_temporary.At("backup-b.json"), " "));

        Assert.Equal(["backup-b.json", "backup-c.json"], _temporary.Files);
        Assert.Equal((1, 2, 1), (ended.ExitCode, ended.Prune!.Kept, ended.Prune.Removed));
        Assert.Contains("EFB1802", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Contains("another file", ended.Prune.Backups[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_newest_is_gone_meanwhile_the_others_stay()
    {
        Put("backup-c.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3, database: "test.db");
        Put("backup-0.json", daysAgo: 4, database: "test.db");

        var ended = Prune(_lastOne, confirm: () => File.Delete(_temporary.At("backup-c.json")));

        Assert.Equal(["backup-a.json", "backup-b.json"], _temporary.Files);
        Assert.Equal(1, ended.ExitCode);
    }

    [Fact]
    public void What_somebody_else_has_removed_meanwhile_is_no_failure()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2);

        Assert.Equal(0, Prune(_lastOne, confirm: () => File.Delete(_temporary.At("backup-a.json"))).ExitCode);
    }

    [Fact]
    public void Interrupted_it_says_what_it_has_left()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2);

        var ended = Prune(_lastOne, confirm: _interruption.Cancel);

        Assert.Equal(["backup-a.json", "backup-b.json"], _temporary.Files);
        Assert.Equal((130, "interrupted"), (ended.ExitCode, ended.Prune!.Backups[1].Problem));
    }

    [Fact]
    public void A_sidecar_goes_with_its_backup()
    {
        new Sidecar { Bytes = new FileInfo(Put("backup-b.json", daysAgo: 1)).Length }.Write(_temporary.At("backup-b.json"));
        new Sidecar { Bytes = new FileInfo(Put("backup-a.json", daysAgo: 2)).Length }.Write(_temporary.At("backup-a.json"));

        Prune(_lastOne);

        Assert.Equal(["backup-b.json", "backup-b.json.info"], _temporary.Files);
    }

    [Fact]
    public void What_killed_processes_have_left_goes_once_it_is_a_minute_old_and_nobody_holds_it()
    {
        Put("backup-a.json", daysAgo: 1);
        Leave("backup-gone.json.info");
        Leave("notes.json.info");
        Leave(".backup-b.json.0123.tmp");
        Leave(".backup-c.json.0123.tmp");
        Leave("backup-young.json.info", age: TimeSpan.FromSeconds(30));
        Leave(".backup-young.json.0123.tmp", age: TimeSpan.FromSeconds(30));
        using var held = File.OpenWrite(_temporary.At(".backup-c.json.0123.tmp"));

        var ended = Prune(_lastOne);

        Assert.Equal([".backup-c.json.0123.tmp", ".backup-young.json.0123.tmp", "backup-a.json", "backup-young.json.info", "notes.json.info"], _temporary.Files);
        Assert.Equal([".backup-b.json.0123.tmp", "backup-gone.json.info"], ended.Prune!.Leftovers);
    }

    [Fact]
    public void Where_there_is_no_folder_there_is_nothing_to_do()
    {
        var ended = new FolderVerbs(Request(_lastOne), new BackupFolder(_temporary.At("missing")), Progress.None, _ => { }, new FixedTime(_now)).Handle(default);

        Assert.Equal((0, 0), (ended.ExitCode, ended.Prune!.Kept));
        Assert.Empty(_temporary.Files);
    }

    [Theory]
    [InlineData(null, new[] { "backup-b.json.age", "backup-b.json.age.info" })]
    [InlineData("incorrect horse", new[] { "backup-b.json.age", "backup-b.json.age.info" })]
    [InlineData(Forged.Text, new[] { "backup-a.json", "backup-b.json.age", "backup-b.json.age.info" })]
    public void A_damaged_encrypted_one_is_found_out_by_who_has_its_passphrase(string? passphrase, string[] left)
    {
        var plain = _temporary.PutBackup("backup-a.json", _now.AddHours(-2));
        var content = File.ReadAllBytes(_temporary.PutBackup("plain.json", _now.AddHours(-1)));
        File.Delete(_temporary.At("plain.json"));
        var damaged = Forged.File(Forged.RightHeader(), (content, true));
        damaged[^1] ^= 1;
        File.WriteAllBytes(_temporary.At("backup-b.json.age"), damaged);
        new Sidecar { Bytes = damaged.Length, Head = BackupSummary.Read(plain).Head! with { Timestamp = _now.AddHours(-1) } }.Write(_temporary.At("backup-b.json.age"));

        Prune(_lastOne, request => request with { Passphrase = passphrase });

        Assert.Equal(left, _temporary.Files);
    }

    private ResultEvent Prune(RetentionPolicy? policy, Func<BackupRequest, BackupRequest>? with = null, Action? confirm = null)
    {
        var request = (with ?? (same => same))(Request(policy));
        var progress = new Progress(said => _warnings.AddRange(said is WarningEvent warning ? [$"{warning.Code} {warning.Message}"] : []));
        var confirmation = new Confirmation(request, _ => { }, () => "no");
        void Confirm(string question)
        {
            confirm?.Invoke();
            confirmation.Demand(question);
        }

        return new FolderVerbs(request, new BackupFolder(_temporary.Path), progress, Confirm, new FixedTime(_now)).Handle(_interruption.Token);
    }

    private BackupRequest Request(RetentionPolicy? policy) => new() { Verb = Verbs.Prune, BackupFolder = _temporary.Path, Retention = policy, Reasons = [Reasons.Manual], Yes = true };

    private string Put(string name, int daysAgo, string context = "Shop.ShopContext", string database = "shop.db", string reason = Reasons.Manual)
        => _temporary.PutBackup(name, _now.AddDays(-daysAgo), context, reason, database);

    /// <summary>Head and tail are as they were: only the hash tells.</summary>
    private static void Damage(string file) => File.WriteAllText(file, File.ReadAllText(file).Replace("\"manual\"", "\"manual\" ", StringComparison.Ordinal));

    private void Leave(string name, TimeSpan? age = null)
    {
        File.WriteAllText(_temporary.At(name), "");
        File.SetLastWriteTimeUtc(_temporary.At(name), (_now - (age ?? TimeSpan.FromMinutes(2))).UtcDateTime);
    }

    private static IEnumerable<string> Said(ResultEvent ended)
        => ended.Prune!.Backups.Select(backup => $"{(backup.Keep ? "keep" : "remove")} {backup.File}: {string.Join(", ", backup.Because)}");
}
