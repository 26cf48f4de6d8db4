using Greenhouse.EfBackup.Protocol;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>The server goes on, and the connection to it does not.</summary>
public sealed class ConnectionCutTests : FaultTest
{
    private const int Readings = 12_000;

    // What the driver sends to commit; READ COMMITTED is something else.
    private static readonly byte[] _commit = [.. "COMMIT\0"u8];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_backup_whose_connection_is_ended_by_an_administrator_leaves_no_file(int readers)
    {
        var database = CreateGarden(readers * Readings, GardenModel.WideNote);
        var before = DatabaseState.Of(database);
        Backups.Settings = Backups.Settings with { Readers = readers };
        await using var context = database.Open<GardenModel.Context>();
        When(Stages.Read, "Beds", () => Terminate(database, ProcessOf(context)));

        var lost = await RefusedAsync("EFB1214", () => Backups.CreateAsync(context));

        AssertSays(lost, "");
        await AssertUnharmedAsync(database, before);
    }

    [Fact]
    public async Task A_backup_that_has_lost_its_locks_is_none_though_every_row_was_read()
    {
        var database = CreateGarden(readings: 30_000, note: 130);
        var before = DatabaseState.Of(database);
        Backups.Settings = Backups.Settings with { Readers = 2 };
        await using var context = database.Open<GardenModel.Context>();
        When(Stages.Read, "Plants", () =>
        {
            const string Readers = "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%'";
            Until(() => database.Query(Readers) is ["idle in transaction", "idle in transaction"], "both readers have nothing left to read");
            Terminate(database, ProcessOf(context));
        });

        var lost = await RefusedAsync("EFB1214", () => Backups.CreateAsync(context));

        AssertSays(lost, "terminating connection due to administrator command");
        await AssertUnharmedAsync(database, before);
    }

    [Fact]
    public async Task A_backup_one_of_whose_readers_is_ended_leaves_no_file()
    {
        var database = CreateGarden(4 * Readings, GardenModel.WideNote);
        var before = DatabaseState.Of(database);
        Backups.Settings = Backups.Settings with { Readers = 3 };
        await using var context = database.Open<GardenModel.Context>();
        When(Stages.Read, "Beds", () =>
        {
            var others = $"SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'COPY%Readings%' AND pid <> {ProcessOf(context)}";
            Until(() => database.Query(others).Count > 0, "another reader reads");
            Terminate(database, int.Parse(database.Query(others)[0], System.Globalization.CultureInfo.InvariantCulture));
        });

        var lost = await RefusedAsync("EFB1214", () => Backups.CreateAsync(context));

        AssertSays(lost, "");
        await AssertUnharmedAsync(database, before);
    }

    [Theory]
    [InlineData(Stages.Safety, "Beds")]
    [InlineData(Stages.Clear, "Plants")]
    [InlineData(Stages.Load, "Plants")]
    [InlineData(Stages.Load, "Readings")]
    [InlineData(Stages.Verify, "Plants")]
    public async Task A_restore_whose_connection_is_ended_by_an_administrator_changes_nothing(string stage, string table)
    {
        var database = CreateGarden(Readings, GardenModel.WideNote);
        var changed = await ChangeAsync(database);
        await using var context = database.Open<GardenModel.Context>();
        When(stage, table, () => Terminate(database, ProcessOf(context)));

        var lost = await RefusedAsync("EFB1214", () => Backups.RestoreAsync(context, changed.File, Specification.Backups.Options(safety: stage == Stages.Safety)));

        AssertSays(lost, "terminating connection due to administrator command");
        await AssertUnharmedAsync(database, changed);
    }

    [Fact]
    public async Task A_backup_whose_network_breaks_leaves_no_file()
    {
        var database = CreateGarden(4 * Readings, GardenModel.WideNote);
        var before = DatabaseState.Of(database);
        using var network = new DroppingProxy(database.ConnectionString);
        Backups.Settings = Backups.Settings with { Readers = 3 };
        await using var context = GardenModel.Open(network.ConnectionString);
        When(Stages.Read, "Beds", network.Cut);

        var lost = await RefusedAsync("EFB1214", () => Backups.CreateAsync(context));

        AssertSays(lost, "");
        await AssertUnharmedAsync(database, before);
    }

    [Theory]
    [InlineData(Stages.Clear, "Plants")]
    [InlineData(Stages.Load, "Plants")]
    public async Task A_restore_whose_network_breaks_changes_nothing(string stage, string table)
    {
        var database = CreateGarden(Readings, GardenModel.WideNote);
        var changed = await ChangeAsync(database);
        using var network = new DroppingProxy(database.ConnectionString);
        await using var context = GardenModel.Open(network.ConnectionString);
        When(stage, table, network.Cut);

        var lost = await RefusedAsync("EFB1214", () => Backups.RestoreAsync(context, changed.File));

        AssertSays(lost, "");
        await AssertUnharmedAsync(database, changed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restore_whose_network_breaks_within_a_statement_changes_nothing(bool indexing)
    {
        var database = CreateGarden(Readings, GardenModel.WideNote);
        Pause.In(indexing, database, Readings / 2);
        var changed = await ChangeAsync(database);
        using var network = new DroppingProxy(database.ConnectionString);

        using (var pause = Pause.Hold(database))
        {
            await using var context = GardenModel.Open(network.ConnectionString);
            var restore = Task.Run(() => RefusedAsync("EFB1214", () => Backups.RestoreAsync(context, changed.File)));
            Until(() => pause.Reached, "the restore is within a statement");
            network.Cut();
            AssertSays(await EndOf(restore), "");
        }

        Happened = true;
        await AssertUnharmedAsync(database, changed);
    }

    [Fact]
    public async Task A_commit_that_does_not_arrive_is_said_to_be_unknown_and_did_not_happen()
    {
        var database = CreateGarden();
        var changed = await ChangeAsync(database);
        using var network = new DroppingProxy(database.ConnectionString);
        network.OnSent = bytes => IsCommit(bytes) ? Fate.Cut : Fate.Pass;
        await using var context = GardenModel.Open(network.ConnectionString);

        var unknown = await RefusedAsync("EFB1214", () => Backups.RestoreAsync(context, changed.File));

        AssertUnknown(unknown, database);
        await AssertUnharmedAsync(database, changed);
    }

    [Fact]
    public async Task A_commit_whose_answer_does_not_arrive_is_said_to_be_unknown_and_did_happen()
    {
        var database = CreateGarden();
        var changed = await ChangeAsync(database);
        using var network = new DroppingProxy(database.ConnectionString);
        network.OnSent = bytes => { IsCommit(bytes); return Fate.Pass; };
        network.OnAnswered = _ => Happened ? Fate.Cut : Fate.Pass;
        await using var context = GardenModel.Open(network.ConnectionString);

        var unknown = await RefusedAsync("EFB1214", () => Backups.RestoreAsync(context, changed.File));

        AssertUnknown(unknown, database);
        changed.BackedUp.AssertSame(DatabaseState.Of(database));
    }

    [Fact]
    public async Task A_commit_that_is_never_answered_can_be_left_and_is_said_to_be_unknown()
    {
        var database = CreateGarden();
        var changed = await ChangeAsync(database);
        using var network = new DroppingProxy(database.ConnectionString);
        using var interrupted = new CancellationTokenSource();
        network.OnSent = bytes => IsCommit(bytes) ? Fate.PassTheLast : Fate.Pass;
        await using var context = GardenModel.Open(network.ConnectionString);

        var restore = Task.Run(() => RefusedAsync("EFB1214", () => Backups.RestoreAsync(context, changed.File, cancellation: interrupted.Token)));
        Until(() => Happened, "the restore is committed");
        await interrupted.CancelAsync();
        var unknown = await EndOf(restore);

        AssertUnknown(unknown, database);
        changed.BackedUp.AssertSame(DatabaseState.Of(database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_notices_within_a_statement_that_nobody_waits_for_it_any_more(bool indexing)
    {
        var database = CreateGarden(Readings, GardenModel.WideNote);
        Pause.In(indexing, database, Readings / 2);
        var changed = await ChangeAsync(database);
        using var network = new DroppingProxy(database.ConnectionString);
        using var pause = Pause.Hold(database);
        Backups.Settings = Backups.Settings with { LockTimeout = TimeSpan.FromHours(1) };
        await using var context = GardenModel.Open(network.ConnectionString);
        var restore = Task.Run(() => RefusedAsync("EFB1214", () => Backups.RestoreAsync(context, changed.File)));
        Until(() => pause.Reached, "the restore is within a statement");

        network.Cut();
        await EndOf(restore);

        Until(() => !pause.Reached, "the statement has ended by itself");
        Assert.True(database.TryExecute("""SELECT FROM "Readings" LIMIT 1"""));
    }

    private static void Terminate(PostgreSqlTestDatabase database, int process)
        => Assert.Equal(["true"], database.Query($"SELECT pg_terminate_backend({process}, 60000)::text"));

    private static void AssertSays(EfBackupException lost, string why)
    {
        Assert.StartsWith("the connection to efbackup_test_", lost.Message, StringComparison.Ordinal);
        Assert.Contains($" was lost: {why}", lost.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("COPY", lost.Message, StringComparison.Ordinal);
        Assert.Contains("as it was before", lost.Help, StringComparison.Ordinal);
    }

    private static void AssertUnknown(EfBackupException unknown, PostgreSqlTestDatabase database)
    {
        Assert.Contains($"{database.Name} was lost while the change was committed: it is complete or did not happen", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("see the rows", unknown.Help, StringComparison.Ordinal);
        Assert.DoesNotContain("as it was before", unknown.Help, StringComparison.Ordinal);
    }

    private bool IsCommit(ReadOnlyMemory<byte> bytes)
    {
        var found = bytes.Span.IndexOf(_commit) >= 0;
        Happened |= found;
        return found;
    }
}
