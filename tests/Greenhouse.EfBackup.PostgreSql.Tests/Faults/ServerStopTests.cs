using Greenhouse.EfBackup.Protocol;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>The server stops at once, as a crash or an administrator in a hurry would have it, and starts again later.</summary>
public sealed class ServerStopTests(OwnCluster cluster) : FaultTest, IClassFixture<OwnCluster>
{
    private const int Readings = 12_000;

    private PostgreSqlTestDatabase? _database;

    private PostgreSqlTestDatabase Database => _database ??= cluster.CreateDatabase();

    [PrivateClusterTheory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_server_that_stops_in_the_middle_of_a_backup_leaves_no_file(int readers)
    {
        GardenModel.Fill(Database, readers * Readings, GardenModel.WideNote);
        var before = DatabaseState.Of(Database);
        Backups.Settings = Backups.Settings with { Readers = readers };
        When(Stages.Read, "Beds", cluster.Stop);

        var lost = await RefusedAsync("EFB1214", () => BackUpAsync(Database));
        cluster.Start();

        AssertSays(lost);
        await AssertUnharmedAsync(Database, before);
    }

    [PrivateClusterTheory]
    [InlineData(Stages.Safety, "Beds")]
    [InlineData(Stages.Clear, "Plants")]
    [InlineData(Stages.Load, "Plants")]
    [InlineData(Stages.Load, "Readings")]
    [InlineData(Stages.Verify, "Plants")]
    public async Task A_server_that_stops_in_the_middle_of_a_restore_has_the_rows_from_before(string stage, string table)
    {
        GardenModel.Fill(Database, Readings, GardenModel.WideNote);
        var changed = await ChangeAsync(Database);
        When(stage, table, cluster.Stop);

        var lost = await RefusedAsync("EFB1214", () => RestoreAsync(Database, changed.File, Specification.Backups.Options(safety: stage == Stages.Safety, readBack: stage == Stages.Verify)));
        cluster.Start();

        AssertSays(lost);
        await AssertUnharmedAsync(Database, changed);
    }

    [PrivateClusterTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_stops_within_a_statement_of_a_restore_has_the_rows_from_before(bool indexing)
    {
        GardenModel.Fill(Database, Readings, GardenModel.WideNote);
        Pause.In(indexing, Database, Readings / 2);
        var changed = await ChangeAsync(Database);

        using (var pause = Pause.Hold(Database))
        {
            var restore = Task.Run(() => RefusedAsync("EFB1214", () => RestoreAsync(Database, changed.File)));
            Until(() => pause.Reached, "the restore is within a statement");
            cluster.Stop();
            AssertSays(await EndOf(restore));
        }

        cluster.Start();
        Happened = true;
        await AssertUnharmedAsync(Database, changed);
    }

    protected override void Dispose(bool disposing)
    {
        cluster.Start();
        _database?.Dispose();
        base.Dispose(disposing);
    }

    private void AssertSays(EfBackupException lost)
    {
        Assert.Matches($"^the connection to {Database.Name} was lost: (the server closed it|terminating connection|Connection reset|Broken pipe|An existing connection)", lost.Message);
        Assert.Contains("the server's log", lost.Help, StringComparison.Ordinal);
        Assert.Contains("as it was before", lost.Help, StringComparison.Ordinal);
    }
}
