using Greenhouse.EfBackup.Hosting;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tests.Hosting;

/// <summary>What is wrong with a request, whatever the application.</summary>
public class DatabaseVerbsTests
{
    [Theory]
    [InlineData(RestoreModes.Merge, SchemaModes.Backup, "--schema backup")]
    [InlineData(RestoreModes.Insert, SchemaModes.Migrate, "--schema migrate")]
    [InlineData("upsert", null, "'upsert'")]
    public async Task A_mode_that_is_none_or_can_not_go_together_with_the_schema_is_refused(string mode, string? schema, string named)
    {
        var refused = await RefusedAsync(new BackupRequest { Verb = Verbs.Restore, BackupFolder = "/nowhere", File = "/nowhere/a.json", Mode = mode, Schema = schema });

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Customers")]
    [InlineData("=1 = 1")]
    [InlineData("Customers= ")]
    public async Task A_condition_without_table_or_without_itself_is_refused(string where)
    {
        var refused = await RefusedAsync(new BackupRequest { Verb = Verbs.Create, BackupFolder = "/nowhere", Where = [where] });

        Assert.Contains($"'{where}'", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<EfBackupException> RefusedAsync(BackupRequest request)
    {
        var refused = await Assert.ThrowsAsync<EfBackupException>(() => new DatabaseVerbs(request, Progress.None, _ => { }, new PassphraseSource(request, _ => { }, () => null)).HandleAsync(default));

        Assert.Equal("EFB1001", refused.Code);
        return refused;
    }
}
