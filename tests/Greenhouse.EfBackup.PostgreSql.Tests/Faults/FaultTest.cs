using System.Diagnostics;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>What tests of faults share: a garden, something that goes wrong in the middle, and what must be true after it.</summary>
public abstract class FaultTest : Specification<PostgreSqlFixture>
{
    // Far more than anything here takes; what is waited for comes sooner or never.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(20);

    private const string AtWork = """
        SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle' AND application_name <> 'somebody else'
        """;

    /// <summary>What was to happen in the middle has happened.</summary>
    protected bool Happened { get; set; }

    private protected PostgreSqlTestDatabase CreateGarden(int readings = 1000, int note = 32)
    {
        var database = Fixture.CreateDatabase();
        GardenModel.Fill(database, readings, note);
        return database;
    }

    /// <summary>Does something once, while the engine waits: when it says that it has done this to that table.</summary>
    private protected void When(string stage, string table, Action action)
        => Backups.Listener = said =>
        {
            if (!Happened && said is TableEvent done && (done.Stage, done.Table) == (stage, table))
            {
                Happened = true;
                action();
            }
        };

    private protected Task<string> BackUpAsync(PostgreSqlTestDatabase database) => BackUpAsync<GardenModel.Context>(database);

    private protected Task<RestoreResult> RestoreAsync(PostgreSqlTestDatabase database, string file, RestoreOptions? options = null)
        => RestoreAsync<GardenModel.Context>(database, file, options ?? Specification.Backups.Options(readBack: false));

    /// <summary>Backs a database up and changes it, so that it can be restored.</summary>
    /// <param name="sql">How it is changed; by default everywhere.</param>
    private protected async Task<Changed> ChangeAsync(PostgreSqlTestDatabase database, string? sql = null)
    {
        var backedUp = DatabaseState.Of(database);
        var file = await BackUpAsync(database);
        if (sql is null)
        {
            database.Damage();
        }
        else
        {
            database.Execute(sql);
        }

        return new Changed(file, backedUp, DatabaseState.Of(database));
    }

    /// <summary>After a backup that failed: nothing is left of it, and the next one can be restored.</summary>
    private protected async Task AssertUnharmedAsync(PostgreSqlTestDatabase database, DatabaseState before, TableSelection? selection = null)
    {
        AssertOver(database, before);
        Assert.Empty(Backups.Files);

        var file = await BackUpAsync<GardenModel.Context>(database, selection);
        database.Damage();
        await RestoreAsync(database, file);
        before.AssertSame(DatabaseState.Of(database));
    }

    /// <summary>After a restore that failed: the database is as it was, and the next one does what this one should have done.</summary>
    private protected async Task AssertUnharmedAsync(PostgreSqlTestDatabase database, Changed changed)
    {
        AssertOver(database, changed.Now);
        Assert.Equal([changed.File], Backups.Files);

        await RestoreAsync(database, changed.File);
        changed.BackedUp.AssertSame(DatabaseState.Of(database));
    }

    /// <summary>Waits for a condition, and for nothing else.</summary>
    private protected static void Until(Func<bool> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < _patience, $"It did not come about that {what}.");
            // To look is work for the server too.
            Thread.Sleep(_betweenLooks);
        }
    }

    /// <summary>Somebody waits for a lock on a table.</summary>
    private protected static bool IsWaitedFor(PostgreSqlTestDatabase database, string table)
        => database.Query($"SELECT pid::text FROM pg_locks WHERE NOT granted AND relation = '\"{table}\"'::regclass").Count > 0;

    /// <summary>What has been started ends by itself.</summary>
    private protected static Task<T> EndOf<T>(Task<T> task) => task.WaitAsync(_patience);

    private protected static Task EndOf(Task task) => task.WaitAsync(_patience);

    /// <summary>The process that serves the context's connection.</summary>
    private protected static int ProcessOf(DbContext context) => ConnectionOf(context).ProcessID;

    private protected static NpgsqlConnection ConnectionOf(DbContext context) => (NpgsqlConnection)context.Database.GetDbConnection();

    private void AssertOver(PostgreSqlTestDatabase database, DatabaseState before)
    {
        Assert.True(Happened, "Nothing went wrong.");
        Backups.Listener = _ => { };
        Until(() => database.Query(AtWork).Count == 0, "no work of ours goes on");
        before.AssertSame(DatabaseState.Of(database));
    }

    /// <param name="File">The backup.</param>
    /// <param name="BackedUp">What it holds.</param>
    /// <param name="Now">What the database has become since.</param>
    private protected sealed record Changed(string File, DatabaseState BackedUp, DatabaseState Now);
}
