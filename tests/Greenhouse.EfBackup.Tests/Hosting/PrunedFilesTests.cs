using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Storage.Encryption;

namespace Greenhouse.EfBackup.Tests.Hosting;

/// <summary>What <c>prune</c> makes of files that are no valid backups, that change meanwhile, or that lie beside one.</summary>
public sealed class PrunedFilesTests : PruneTest
{
    [Fact]
    public void What_is_not_ours_by_name_or_by_content_stays()
    {
        Put("backup-new.json", daysAgo: 1);
        Put("notes.json", daysAgo: 2);
        Put("my-backup-old.json", daysAgo: 2);
        File.WriteAllText(Temporary.At("backup-settings.json"), """{"name": "settings"}""");
        File.WriteAllText(Temporary.At("backup-empty.json"), "");
        Directory.CreateDirectory(Temporary.At("backup-folder.json"));
        File.CreateSymbolicLink(Temporary.At("backup-link.json"), Put("elsewhere.json", daysAgo: 9));

        var ended = Prune(LastOne);

        Assert.Equal(["backup-empty.json", "backup-folder.json", "backup-link.json", "backup-new.json", "backup-settings.json", "elsewhere.json", "my-backup-old.json", "notes.json"], Temporary.Files);
        Assert.Equal(0, ended.Prune!.Removed);
        Assert.Contains("keep backup-link.json: a link", Said(ended));
        Assert.Contains(Said(ended), line => line.StartsWith("keep backup-settings.json: ", StringComparison.Ordinal) && line.Contains("not a backup", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_is_not_the_newest_for_whose_sake_others_go()
    {
        var elsewhere = Directory.CreateDirectory(Temporary.At("elsewhere")).FullName;
        File.Move(Put("backup-z.json", daysAgo: 1), Path.Combine(elsewhere, "backup-z.json"));
        File.CreateSymbolicLink(Temporary.At("backup-z.json"), Path.Combine(elsewhere, "backup-z.json"));
        Put("backup-a.json", daysAgo: 2);

        Prune(LastOne);

        Assert.Equal(["backup-a.json", "backup-z.json", "elsewhere"], Temporary.Files);
    }

    [Fact]
    public void An_incomplete_one_is_no_reason_for_others_to_go_and_stays()
    {
        var cut = Put("backup-c.json", daysAgo: 1);
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^1]);
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);

        var ended = Prune(LastOne);

        Assert.Equal(["backup-b.json", "backup-c.json"], Temporary.Files);
        Assert.Contains(Said(ended), line => line.StartsWith("keep backup-c.json: ", StringComparison.Ordinal) && line.Contains("without the tail", StringComparison.Ordinal));
    }

    [Fact]
    public void The_newest_is_read_to_its_end_before_others_go_and_a_damaged_one_does_not_count()
    {
        Damage(Put("backup-d.json", daysAgo: 1));
        Damage(Put("backup-c.json", daysAgo: 2));
        Put("backup-b.json", daysAgo: 3);
        Put("backup-a.json", daysAgo: 4);

        var ended = Prune(LastOne);

        Assert.Equal(["backup-b.json", "backup-c.json", "backup-d.json"], Temporary.Files);
        Assert.Contains("keep backup-b.json: newest, last 1", Said(ended));
        Assert.Contains(Said(ended), line => line.StartsWith("keep backup-d.json: ", StringComparison.Ordinal) && line.Contains("damaged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, new[] { "backup-b.json.age", "backup-b.json.age.info" })]
    [InlineData("incorrect horse", new[] { "backup-b.json.age", "backup-b.json.age.info" })]
    [InlineData(Forged.Text, new[] { "backup-a.json", "backup-b.json.age", "backup-b.json.age.info" })]
    public void A_damaged_encrypted_one_is_found_out_by_who_has_its_passphrase(string? passphrase, string[] left)
    {
        var plain = Temporary.PutBackup("backup-a.json", Now.AddHours(-2));
        var content = File.ReadAllBytes(Temporary.PutBackup("plain.json", Now.AddHours(-1)));
        File.Delete(Temporary.At("plain.json"));
        var damaged = Forged.File(Forged.RightHeader(), (content, true));
        damaged[^1] ^= 1;
        File.WriteAllBytes(Temporary.At("backup-b.json.age"), damaged);
        new Sidecar { Bytes = damaged.Length, Head = BackupSummary.Read(plain).Head! with { Timestamp = Now.AddHours(-1) } }.Write(Temporary.At("backup-b.json.age"));

        Prune(LastOne, request => request with { Passphrase = passphrase });

        Assert.Equal(left, Temporary.Files);
    }

    [Fact]
    public void Compressed_ones_are_counted_with_the_others()
    {
        Put("backup-c.json.br", daysAgo: 1);
        Put("backup-b.json.gz", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);

        Prune(LastOne);

        Assert.Equal(["backup-c.json.br"], Temporary.Files);
    }

    [Fact]
    public void A_backup_that_appears_meanwhile_stays()
    {
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);

        Prune(LastOne, confirm: () => Put("backup-0.json", daysAgo: 4));

        Assert.Equal(["backup-0.json", "backup-b.json"], Temporary.Files);
    }

    [Fact]
    public void A_file_that_became_another_one_meanwhile_stays_and_the_others_go()
    {
        Put("backup-c.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3);

        var ended = Prune(LastOne, confirm: () => File.AppendAllText(Temporary.At("backup-b.json"), " "));

        Assert.Equal(["backup-b.json", "backup-c.json"], Temporary.Files);
        Assert.Equal((1, 2, 1), (ended.ExitCode, ended.Prune!.Kept, ended.Prune.Removed));
        Assert.Contains("EFB1802", Assert.Single(Warnings), StringComparison.Ordinal);
        Assert.Contains("another file", ended.Prune.Backups[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_newest_is_gone_meanwhile_the_others_stay()
    {
        Put("backup-c.json", daysAgo: 1);
        Put("backup-b.json", daysAgo: 2);
        Put("backup-a.json", daysAgo: 3, database: "test.db");
        Put("backup-0.json", daysAgo: 4, database: "test.db");

        var ended = Prune(LastOne, confirm: () => File.Delete(Temporary.At("backup-c.json")));

        Assert.Equal(["backup-a.json", "backup-b.json"], Temporary.Files);
        Assert.Equal(1, ended.ExitCode);
    }

    [Fact]
    public void What_somebody_else_has_removed_meanwhile_is_no_failure()
    {
        Put("backup-b.json", daysAgo: 1);
        Put("backup-a.json", daysAgo: 2);

        Assert.Equal(0, Prune(LastOne, confirm: () => File.Delete(Temporary.At("backup-a.json"))).ExitCode);
    }

    [Fact]
    public void A_sidecar_goes_with_its_backup()
    {
        new Sidecar { Bytes = new FileInfo(Put("backup-b.json", daysAgo: 1)).Length }.Write(Temporary.At("backup-b.json"));
        new Sidecar { Bytes = new FileInfo(Put("backup-a.json", daysAgo: 2)).Length }.Write(Temporary.At("backup-a.json"));

        Prune(LastOne);

        Assert.Equal(["backup-b.json", "backup-b.json.info"], Temporary.Files);
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
        using var held = File.OpenWrite(Temporary.At(".backup-c.json.0123.tmp"));

        var ended = Prune(LastOne);

        Assert.Equal([".backup-c.json.0123.tmp", ".backup-young.json.0123.tmp", "backup-a.json", "backup-young.json.info", "notes.json.info"], Temporary.Files);
        Assert.Equal([".backup-b.json.0123.tmp", "backup-gone.json.info"], ended.Prune!.Leftovers);
    }

    /// <summary>Head and tail are as they were: only the hash tells.</summary>
    private static void Damage(string file) => File.WriteAllText(file, File.ReadAllText(file).Replace("\"manual\"", "\"manual\" ", StringComparison.Ordinal));
}
