using Greenhouse.EfBackup.Protocol;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>Ctrl-C in the middle of a statement that takes an hour.</summary>
public sealed class CancellationTests : FaultTest
{
    private const int Readings = 12_000;

    private static readonly TimeSpan _anHour = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _ctrlC = new();

    public CancellationTests() => Backups.Settings = Backups.Settings with { LockTimeout = _anHour };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_backup_ends_while_its_rows_come_faster_than_they_are_written(int readers)
    {
        var database = CreateGarden(readers * Readings, GardenModel.WideNote);
        var before = DatabaseState.Of(database);
        Backups.Settings = Backups.Settings with { Readers = readers };
        await using var context = database.Open<GardenModel.Context>();
        When(Stages.Read, "Beds", _ctrlC.Cancel);

        await CancelledAsync(() => Backups.CreateAsync(context, cancellation: _ctrlC.Token));

        await Backups.CreateAsync(context);
        Directory.Delete(Backups.Folder, recursive: true);
        await AssertUnharmedAsync(database, before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_backup_ends_while_it_waits_for_rows(int readers)
    {
        var database = CreateGarden(readings: 40_000, note: 100);
        Stuck.In(database);
        var before = DatabaseState.Of(database);
        Backups.Settings = Backups.Settings with { Readers = readers };
        // The application's limit of time is not to be the one that ends it.
        await using var context = GardenModel.Open(new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 0 }.ConnectionString);
        using (var stuck = Stuck.Hold(database))
        {
            await CancelledAsync(() => Backups.CreateAsync(context, cancellation: _ctrlC.Token), () => stuck.Reached);
            Until(() => !stuck.Reached, "the statement has ended");
        }

        await Backups.CreateAsync(context);
        Directory.Delete(Backups.Folder, recursive: true);
        await AssertUnharmedAsync(database, before);
    }

    [Theory]
    [InlineData(false, Readings / 2)]
    [InlineData(false, Readings)]
    [InlineData(true, Readings / 2)]
    public async Task A_restore_ends_while_it_loads_or_makes_an_index(bool indexing, int reading)
    {
        var database = CreateGarden(Readings, GardenModel.WideNote);
        Pause.In(indexing, database, reading);
        var changed = await ChangeAsync(database);
        await using var context = database.Open<GardenModel.Context>();
        using (var pause = Pause.Hold(database))
        {
            await CancelledAsync(() => Backups.RestoreAsync(context, changed.File, cancellation: _ctrlC.Token), () => pause.Reached);
            Until(() => !pause.Reached, "the statement has ended");
        }

        await AssertUnharmedAsync(database, changed);
        Assert.Equal(Readings, (await Backups.RestoreAsync(context, changed.File)).Tables.Single(table => table.Table == "Readings").Deleted);
    }

    [Fact]
    public async Task A_restore_ends_while_it_validates_a_foreign_key()
    {
        var database = CreateGarden();
        Pause.InValidating(database);
        var changed = await ChangeAsync(database, """UPDATE "Beds" SET "Name" = 'another'""");
        await using var context = database.Open<GardenModel.Context>();
        Pause? pause = null;
        When(Stages.Load, "Readings", () => pause = Pause.Hold(database));

        await CancelledAsync(() => Backups.RestoreAsync(context, changed.File, cancellation: _ctrlC.Token), () => pause is { Reached: true });

        Until(() => !pause!.Reached, "the statement has ended");
        pause!.Dispose();
        await AssertUnharmedAsync(database, changed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_for_a_lock_can_leave(bool restore)
    {
        var database = CreateGarden();
        var changed = await ChangeAsync(database, """UPDATE "Beds" SET "Name" = 'another'""");
        await using var context = database.Open<GardenModel.Context>();
        using (new OtherSession(database.ConnectionString, """LOCK TABLE "Plants" """))
        {
            await CancelledAsync(
                () => restore ? Backups.RestoreAsync(context, changed.File, cancellation: _ctrlC.Token) : Backups.CreateAsync(context, cancellation: _ctrlC.Token),
                () => IsWaitedFor(database, "Plants"));
            Until(() => !IsWaitedFor(database, "Plants"), "nobody waits any more");
        }

        await AssertUnharmedAsync(database, changed);
    }

    protected override void Dispose(bool disposing)
    {
        _ctrlC.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Starts something, interrupts it as soon as it is under way, and sees it end.</summary>
    private async Task CancelledAsync(Func<Task> operation, Func<bool>? underWay = null)
    {
        var task = Task.Run(operation);
        if (underWay is not null)
        {
            Until(() => task.IsCompleted || underWay(), "it is under way");
            Happened = true;
            await _ctrlC.CancelAsync();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndOf(task));
    }
}
