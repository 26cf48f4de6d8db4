using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Protocol;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>Somebody else holds a lock: it is waited for, but not for ever, and then it is said who holds it.</summary>
public sealed class LockTests : FaultTest
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _long = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_backup_names_who_keeps_it_out()
    {
        var database = CreateGarden();
        var before = DatabaseState.Of(database);
        Backups.Settings = Backups.Settings with { LockTimeout = _short };

        using (var unconcerned = new OtherSession(database.ConnectionString, """LOCK TABLE "Beds" IN EXCLUSIVE MODE""", "unconcerned"))
        using (var holder = new OtherSession(database.ConnectionString, """LOCK TABLE "Plants" IN ACCESS EXCLUSIVE MODE"""))
        {
            Age(database, holder);
            AssertNames(await RefusedAsync("EFB1202", () => BackUpAsync(database)), "Plants", holder, "AccessExclusiveLock");
        }

        await AssertUnharmedAsync(database, before);
    }

    /// <summary>Who makes an index anew keeps out who reads by it, and not who locks the table.</summary>
    [Fact]
    public async Task A_backup_that_meets_a_lock_later_on_names_who_holds_it()
    {
        var database = CreateGarden();
        var before = DatabaseState.Of(database);
        Backups.Settings = Backups.Settings with { LockTimeout = _short };

        using (var holder = new OtherSession(database.ConnectionString, """REINDEX INDEX "PK_Readings" """))
        {
            Age(database, holder);
            AssertNames(await RefusedAsync("EFB1202", () => BackUpAsync(database)), "Readings (index PK_Readings)", holder, "AccessExclusiveLock");
        }

        await AssertUnharmedAsync(database, before);
    }

    [Theory]
    [InlineData("RowExclusiveLock", """DELETE FROM "Plants" WHERE false""")]
    [InlineData("AccessShareLock", """SELECT FROM "Plants" LIMIT 1""")]
    public async Task A_restore_names_who_keeps_it_out(string mode, string sql)
    {
        var database = CreateGarden();
        database.Execute("CREATE TABLE unconcerned (a int)");
        var changed = await ChangeAsync(database, """UPDATE "Beds" SET "Name" = 'another'""");
        Backups.Settings = Backups.Settings with { LockTimeout = _short };

        using (var unconcerned = new OtherSession(database.ConnectionString, "LOCK TABLE unconcerned IN EXCLUSIVE MODE", "unconcerned"))
        using (var holder = new OtherSession(database.ConnectionString, sql))
        {
            Age(database, holder);
            AssertNames(await RefusedAsync("EFB1202", () => RestoreAsync(database, changed.File)), "Plants", holder, mode);
        }

        await AssertUnharmedAsync(database, changed);
    }

    [Fact]
    public async Task A_holder_of_whom_the_user_may_see_little_is_named_by_what_it_may_see()
    {
        var database = CreateGarden();
        Backups.Settings = Backups.Settings with { LockTimeout = _short };
        using var holder = new OtherSession(database.SuperuserConnectionString, """LOCK TABLE "Plants" IN ACCESS EXCLUSIVE MODE""");

        var locked = await RefusedAsync("EFB1202", () => BackUpAsync(database));

        AssertNames(locked, $"Plants: process {holder.ProcessId} of {new NpgsqlConnectionStringBuilder(database.SuperuserConnectionString).Username} (somebody else), holds AccessExclusiveLock");
    }

    /// <summary>A table that the backup does not hold and that a table of it references. Whoever waits for the restore meanwhile is not in its way.</summary>
    [Fact]
    public async Task A_restore_that_meets_a_lock_later_on_names_who_holds_it_and_not_who_waits_for_it()
    {
        var database = CreateGarden();
        var backedUp = DatabaseState.Of(database);
        await using var context = database.Open<GardenModel.Context>();
        var file = (await Backups.CreateAsync(context, Specification.Backups.Without("Beds"))).File!;
        database.Execute("""DELETE FROM "Readings" WHERE "Id" > 10""");
        var changed = new Changed(file, backedUp, DatabaseState.Of(database));
        Backups.Settings = Backups.Settings with { LockTimeout = _short };
        using var holder = new OtherSession(database.ConnectionString, """SELECT FROM "Beds" LIMIT 1""");
        using var waiter = new OtherSession(database.ConnectionString, "SELECT 1", "waiter");
        var waiting = Task.CompletedTask;
        When(Stages.Safety, "Plants", () =>
        {
            Age(database, holder);
            waiting = Task.Run(() => waiter.Execute("""COMMIT; BEGIN; SELECT FROM "Plants" LIMIT 1"""));
            Until(() => IsWaitedFor(database, "Plants"), "the restore is waited for");
        });

        var locked = await RefusedAsync("EFB1202", () => RestoreAsync(database, file, Specification.Backups.Options(safety: true)));

        AssertNames(locked, "Beds", holder, "AccessShareLock");
        await waiting;
        holder.Dispose();
        waiter.Dispose();
        File.Delete(Backups.Files.Single(name => name != file));
        await AssertUnharmedAsync(database, changed);
    }

    [Fact]
    public async Task A_restore_names_who_keeps_a_counter_from_it()
    {
        var database = CreateGarden();
        var changed = await ChangeAsync(database, """UPDATE "Beds" SET "Name" = 'another'""");
        Backups.Settings = Backups.Settings with { LockTimeout = _short };

        using (var holder = new OtherSession(database.ConnectionString, """SELECT setval('"Plants_Id_seq"', last_value, is_called) FROM "Plants_Id_seq" """))
        {
            Age(database, holder);
            AssertNames(await RefusedAsync("EFB1202", () => RestoreAsync(database, changed.File)), "Plants_Id_seq", holder, "RowExclusiveLock");
        }

        await AssertUnharmedAsync(database, changed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_goes_away_in_time_is_waited_for(bool restore)
    {
        var database = CreateGarden();
        var changed = await ChangeAsync(database, """UPDATE "Beds" SET "Name" = 'another'""");
        Backups.Settings = Backups.Settings with { LockTimeout = _long };
        using var holder = new OtherSession(database.ConnectionString, """LOCK TABLE "Plants" IN ACCESS EXCLUSIVE MODE""");

        var run = restore ? Task.Run(async () => (await RestoreAsync(database, changed.File)).File) : Task.Run(() => BackUpAsync(database));
        Until(() => IsWaitedFor(database, "Plants"), "the lock is waited for");
        holder.Execute("COMMIT");
        var file = await EndOf(run);

        Specification.Backups.Check(file);
        (restore ? changed.BackedUp : changed.Now).AssertSame(DatabaseState.Of(database));
    }

    [Fact]
    public async Task No_lock_is_waited_for_for_ever_where_nothing_else_is_said()
    {
        var database = CreateGarden();
        await using var context = database.Open<GardenModel.Context>();
        var file = (await Backups.CreateAsync(context)).File!;
        var waits = new List<string>();
        Backups.Listener = said =>
        {
            if (said is WarningEvent or TableEvent { Stage: Stages.Clear, Table: "Plants" })
            {
                waits.AddRange(PostgreSqlDump.Query(ConnectionOf(context), "SHOW lock_timeout"));
            }
        };

        await Backups.CreateAsync(context, Specification.Backups.Without("Labels"));
        await Backups.RestoreAsync(context, file);

        Assert.Equal(["30s", "30s"], waits);
    }

    [Fact]
    public async Task Two_who_wait_for_each_other_are_told_so_and_nothing_is_changed()
    {
        var database = CreateGarden();
        var changed = await ChangeAsync(database, """UPDATE "Beds" SET "Name" = 'another'""");
        Backups.Settings = Backups.Settings with { LockTimeout = _long };
        // Whoever completes the circle finds it; the other one looks later than this test waits.
        using (var last = new OtherSession(database.SuperuserConnectionString, """SET LOCAL deadlock_timeout = '1h'; LOCK TABLE "Readings" """))
        using (var first = new OtherSession(database.ConnectionString, """LOCK TABLE "Labels" """))
        {
            var restore = Task.Run(() => RefusedAsync("EFB1202", () => RestoreAsync(database, changed.File)));
            Until(() => IsWaitedFor(database, "Labels"), "the restore waits");
            var waiting = Task.Run(() => last.Execute("""LOCK TABLE "Beds" """));
            Until(() => IsWaitedFor(database, "Beds"), "it is waited for");
            first.Execute("COMMIT");
            var locked = await EndOf(restore);
            await waiting;

            Assert.Contains("the server ended a deadlock with somebody else by giving this up", locked.Message, StringComparison.Ordinal);
            Assert.Equal("try again; the database is as it was before", locked.Help);
        }

        Happened = true;
        await AssertUnharmedAsync(database, changed);
    }

    /// <summary>Old enough for the age to show in seconds.</summary>
    private void Age(PostgreSqlTestDatabase database, OtherSession holder)
    {
        Happened = true;
        Until(() => database.Query($"SELECT pid::text FROM pg_stat_activity WHERE pid = {holder.ProcessId} AND clock_timestamp() - xact_start > '1s'").Count > 0, "the holder is a second old");
    }

    private static void AssertNames(EfBackupException locked, string what, OtherSession holder, string mode)
        => AssertNames(locked, $"{what}: process {holder.ProcessId} of {TestServer.Owner.Name} (somebody else), idle in transaction, holds {mode}, its transaction is 1 s old");

    private static void AssertNames(EfBackupException locked, string holder)
    {
        Assert.Matches("^tables of efbackup_test_[a-z0-9_]* are locked by somebody else$", locked.Message);
        Assert.Contains("--lock-timeout", locked.Help, StringComparison.Ordinal);
        Assert.Contains("pg_terminate_backend(process)", locked.Help, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", locked.Help, StringComparison.Ordinal);
        // How old it is depends on how busy the machine is.
        Assert.Equal(holder, Regex.Replace(Assert.Single(locked.Details), "[1-9][0-9]* s old", "1 s old"));
    }
}
