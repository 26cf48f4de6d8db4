using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>An application's limit for its queries, <c>Command Timeout</c>, is not one for backups.</summary>
public sealed class TimeLimitTests : FaultTest
{
    private const int Readings = 40_000;

    public TimeLimitTests() => Backups.Settings = Backups.Settings with { LockTimeout = TimeSpan.FromHours(1) };

    /// <summary>The first row of all and of a range: before it the server does not answer at all.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_backup_waits_longer_for_its_rows(int readers)
    {
        var database = CreateGarden(Readings, note: 100);
        Stuck.In(database);
        Backups.Settings = Backups.Settings with { Readers = readers };
        await using var context = OpenImpatient(database);
        string file;
        using (var stuck = Stuck.Hold(database))
        {
            var backup = Task.Run(() => Backups.CreateAsync(context));
            WaitLonger(database, backup, () => stuck.Reached);
            stuck.Dispose();
            file = (await EndOf(backup)).File!;
        }

        await AssertRestoresAsync(database, file);
    }

    [Theory]
    [InlineData(false, Readings / 2)]
    [InlineData(false, Readings)]
    [InlineData(true, Readings / 2)]
    public async Task A_restore_waits_longer_for_the_server_to_load_and_to_make_an_index(bool indexing, int reading)
    {
        var database = CreateGarden(Readings, note: 100);
        Pause.In(indexing, database, reading);
        var changed = await ChangeAsync(database);
        await using var context = OpenImpatient(database);
        using (var pause = Pause.Hold(database))
        {
            var restore = Task.Run(() => Backups.RestoreAsync(context, changed.File));
            WaitLonger(database, restore, () => pause.Reached);
            pause.Dispose();
            await EndOf(restore);
        }

        changed.BackedUp.AssertSame(DatabaseState.Of(database));
    }

    private static GardenModel.Context OpenImpatient(PostgreSqlTestDatabase database)
        => GardenModel.Open(new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 1 }.ConnectionString);

    /// <summary>By the server's clock, until what waits has done so for longer than the application would.</summary>
    private static void WaitLonger(PostgreSqlTestDatabase database, Task task, Func<bool> waits)
    {
        const string Longer = "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > '3s'";
        Until(() => task.IsCompleted || (waits() && database.Query(Longer).Count > 0), "the server has not answered for three seconds");
    }

    private async Task AssertRestoresAsync(PostgreSqlTestDatabase database, string file)
    {
        var before = DatabaseState.Of(database);
        database.Damage();
        await RestoreAsync(database, file);
        before.AssertSame(DatabaseState.Of(database));
    }
}
