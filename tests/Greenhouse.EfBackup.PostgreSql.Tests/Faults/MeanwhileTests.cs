using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>Somebody empties, alters or drops tables meanwhile.</summary>
public sealed class MeanwhileTests : FaultTest
{
    /// <summary>It asks for its lock after the backup has its own and before other readers come.</summary>
    [Theory]
    [InlineData("""TRUNCATE "Readings" """, 1)]
    [InlineData("""TRUNCATE "Readings" """, 3)]
    [InlineData("""ALTER TABLE "Readings" ALTER COLUMN "Note" TYPE varchar(100)""", 3)]
    [InlineData("""ALTER TABLE "Readings" ADD COLUMN more int""", 3)]
    [InlineData("""DROP TABLE "Readings" """, 3)]
    [InlineData("""REINDEX TABLE "Readings" """, 3)]
    [InlineData("""VACUUM FULL "Readings" """, 3)]
    public async Task Who_changes_a_table_before_its_rows_are_read_waits_until_the_backup_is_done(string sql, int readers)
    {
        var database = CreateGarden(readings: 40_000, note: 100);
        Backups.Settings = Backups.Settings with { Readers = readers };
        await using var context = database.Open<GardenModel.Context>();
        var change = Task.CompletedTask;
        Backups.Listener = said =>
        {
            if (said is WarningEvent)
            {
                Happened = true;
                change = Task.Run(() => database.Execute(sql));
                Until(() => IsWaitedFor(database), "the change waits");
            }
        };

        var file = await EndOf(Task.Run(async () => (await Backups.CreateAsync(context, Specification.Backups.Without("Labels"))).File!));
        await change;

        Assert.True(Happened);
        Assert.Equal(40_000, Specification.Backups.Check(file).Metadata.Statistics["Readings"]);
    }


    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Who_empties_a_table_while_rows_are_read_waits_until_the_backup_is_done(int readers)
    {
        var database = CreateGarden(readings: 40_000, note: 100);
        Backups.Settings = Backups.Settings with { Readers = readers };
        var change = Task.CompletedTask;
        When(Stages.Read, "Beds", () =>
        {
            change = Task.Run(() => database.Execute("""TRUNCATE "Readings" """));
            Until(() => IsWaitedFor(database), "the change waits");
        });

        var file = await EndOf(Task.Run(() => BackUpAsync(database)));
        await change;

        Assert.True(Happened);
        Assert.Equal(40_000, Specification.Backups.Check(file).Metadata.Statistics["Readings"]);
    }

    /// <summary>What is read first of a database is which tables it has; they are locked after that.</summary>
    [Theory]
    [InlineData("""DROP TABLE "Labels" """, "Beds: 10, Plants: 100, Readings: 1000")]
    [InlineData("""DROP TABLE "Beds" CASCADE""", "Labels: 20, Plants: 100, Readings: 1000")]
    [InlineData("""TRUNCATE "Labels" """, "Beds: 10, Labels: 0, Plants: 100, Readings: 1000")]
    [InlineData("""ALTER TABLE "Labels" RENAME TO "Tags" """, "Beds: 10, Plants: 100, Readings: 1000, Tags: 20")]
    [InlineData("""ALTER TABLE "Labels" ADD COLUMN more int DEFAULT 7""", "Beds: 10, Labels: 20, Plants: 100, Readings: 1000")]
    [InlineData("""CREATE TABLE "Tags" AS SELECT 1 AS a""", "Beds: 10, Labels: 20, Plants: 100, Readings: 1000, Tags: 1")]
    [InlineData("""CREATE TABLE "Tags" AS SELECT 1 AS a; DROP TABLE "Labels" """, "Beds: 10, Plants: 100, Readings: 1000, Tags: 1")]
    public async Task What_is_changed_before_the_locks_are_there_is_in_the_backup(string sql, string tables)
    {
        var database = CreateGarden();
        string file;
        using (var other = new OtherSession(database.ConnectionString, """LOCK TABLE "Beds" """))
        {
            var backup = Task.Run(() => BackUpAsync<GardenModel.Context>(database, TableSelection.Everything));
            Until(() => IsWaitedFor(database), "the backup waits for its locks");
            other.Execute($"{sql}; COMMIT");
            file = await EndOf(backup);
        }

        var statistics = Specification.Backups.Check(file).Metadata.Statistics;
        Assert.Equal(tables, string.Join(", ", statistics.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}")));
        var before = DatabaseState.Of(database);
        database.Damage();
        await RestoreAsync(database, file, Specification.Backups.Options());
        before.AssertSame(DatabaseState.Of(database));
    }

    [Theory]
    [InlineData("""ALTER TABLE "Labels" DROP COLUMN "Text" """, "EFB1401", "Labels")]
    [InlineData("""ALTER TABLE "Labels" ADD COLUMN more int NOT NULL DEFAULT 7; ALTER TABLE "Labels" ALTER COLUMN more DROP DEFAULT""", "EFB1401", "more")]
    [InlineData("""DROP TABLE "Labels" """, "EFB1401", "Labels")]
    [InlineData("""CREATE TABLE "Tags" AS SELECT 1 AS bed; ALTER TABLE "Tags" ADD FOREIGN KEY (bed) REFERENCES "Beds" """, "EFB1402", "Tags")]
    public async Task What_is_changed_while_a_restore_asks_for_consent_is_seen_under_the_lock(string sql, string code, string finding)
    {
        var database = CreateGarden();
        var file = await BackUpAsync(database);
        await using var context = database.Open<GardenModel.Context>();
        var now = DatabaseState.Of(database);

        var refused = await RefusedAsync(code, () => Backups.RestoreAsync(context, file, confirm: _ =>
        {
            database.Execute(sql);
            now = DatabaseState.Of(database);
        }));

        Assert.Contains(finding, Assert.Single(refused.Details), StringComparison.Ordinal);
        now.AssertSame(DatabaseState.Of(database));
        Assert.True(database.TryExecute("""LOCK TABLE "Beds", "Plants", "Readings" """));
    }

    [Fact]
    public async Task A_column_that_is_added_while_a_restore_asks_for_consent_is_named()
    {
        var database = CreateGarden();
        var file = await BackUpAsync(database);
        await using var context = database.Open<GardenModel.Context>();

        await Backups.RestoreAsync(context, file, confirm: _ => database.Execute("""ALTER TABLE "Labels" ADD COLUMN more int DEFAULT 7"""));

        Assert.Equal(["EFB1403 column Labels.more is not in the backup"], Backups.Warnings.Select(warning => $"{warning.Code} {warning.Message}"));
        Assert.Equal(["20"], database.Query("""SELECT count(*)::text FROM "Labels" WHERE more = 7"""));
    }

    [Fact]
    public async Task Rows_that_are_written_while_a_restore_asks_for_consent_are_in_the_safety_backup()
    {
        var database = CreateGarden();
        var file = await BackUpAsync(database);
        await using var context = database.Open<GardenModel.Context>();

        var restored = await Backups.RestoreAsync(context, file, Specification.Backups.Options(safety: true), confirm: _ => database.Execute("""INSERT INTO "Labels" ("Text") VALUES ('late')"""));

        Assert.Equal(21, Specification.Backups.Check(restored.SafetyBackup!).Metadata.Statistics["Labels"]);
        Assert.Equal(21, restored.Tables.Single(table => table.Table == "Labels").Deleted);
    }

    [Fact]
    public async Task A_table_that_is_dropped_while_a_restore_waits_for_it_ends_the_restore()
    {
        var database = CreateGarden();
        var file = await BackUpAsync(database);
        await using var context = database.Open<GardenModel.Context>();
        OtherSession? other = null;

        var restore = Task.Run(() => RefusedAsync("EFB1215", () => Backups.RestoreAsync(context, file, confirm: _ => other = new OtherSession(database.ConnectionString, """LOCK TABLE "Labels" """))));
        Until(() => IsWaitedFor(database), "the restore waits for its locks");
        other!.Execute("""DROP TABLE "Labels"; COMMIT""");
        var changed = await EndOf(restore);

        Assert.Contains("Labels", changed.Message, StringComparison.Ordinal);
        Assert.Contains("as it was before. Try again", changed.Help, StringComparison.Ordinal);
        other.Dispose();
        Assert.Equal(["1000"], database.Query("""SELECT count(*)::text FROM "Readings" """));
        Assert.True(database.TryExecute("""LOCK TABLE "Beds", "Plants", "Readings" """));
    }

    private static bool IsWaitedFor(PostgreSqlTestDatabase database)
        => database.Query("SELECT pid::text FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").Count > 0;
}
