using Greenhouse.EfBackup.Masking;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A dry run counts what a merge would do, and does nothing. That the counts come true is asserted of every merge in <see cref="MergeSpecification{TFixture}"/>.</summary>
public abstract class MergeForecastSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Theory]
    [InlineData(RestoreModes.Merge, "Orders: 1 inserted, 2 updated, 17 unchanged")]
    [InlineData(RestoreModes.Insert, "Orders: 1 inserted, 0 updated, 19 unchanged")]
    public async Task A_dry_run_counts_asks_nothing_and_changes_nothing(string mode, string orders)
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("""
            DELETE FROM "Orders" WHERE "Id" = 4;
            UPDATE "Orders" SET "Text" = 'changed' WHERE "Id" IN (5, 6);
            INSERT INTO "Customers" ("Id", "Name") VALUES (6, 'new');
            """);
        var (before, schema) = (database.Dump(), database.Schema());
        await using var context = database.Open<Shop.Context>();

        var result = await Backups.RestoreAsync(context, file, Dry(mode, safety: true), confirm: question => throw new InvalidOperationException(question));

        Assert.Equal(["Customers: 0 inserted, 0 updated, 5 unchanged", orders], Counts(result));
        Assert.Equal((mode, true, false, null), (result.Mode, result.DryRun, result.Verified, result.SafetyBackup));
        Assert.Equal([file], Backups.Files);
        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task A_dry_run_that_replaces_counts_what_goes()
    {
        var database = Create<Shop.Context>(Shop.Fill);

        var result = await RestoreAsync<Shop.Context>(database, await BackUpAsync<Shop.Context>(database), Dry(RestoreModes.Replace));

        Assert.All(result.Tables, table => Assert.Null(table.Inserted ?? table.Updated ?? table.Unchanged));
        Assert.Equal([5, 20], result.Tables.Select(table => table.Deleted));
    }

    /// <summary>Whoever asks what would happen keeps others from writing as much as a backup does, and not as a merge does.</summary>
    [Fact]
    public async Task Others_write_during_a_dry_run_as_during_a_backup_and_it_counts_what_was_there()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var attempts = new List<(string Stage, bool Written)>();
        Backups.Listener = said =>
        {
            if (said is TableEvent { Stage: Stages.Compare or Stages.Read } table)
            {
                attempts.Add((table.Stage, database.TryExecute($"""INSERT INTO "Customers" ("Id", "Name") VALUES ({100 + attempts.Count}, 'meanwhile')""")));
            }
        };

        var file = await BackUpAsync<Shop.Context>(database);
        var result = await RestoreAsync<Shop.Context>(database, file, Dry(RestoreModes.Merge));

        Assert.Equal([Stages.Read, Stages.Read, Stages.Compare, Stages.Compare], attempts.Select(attempt => attempt.Stage));
        Assert.Equal(attempts[..2].Select(attempt => attempt.Written), attempts[2..].Select(attempt => attempt.Written));
        Assert.Equal(["Customers: 0 inserted, 0 updated, 5 unchanged", "Orders: 0 inserted, 0 updated, 20 unchanged"], Counts(result));
    }

    [Fact]
    public async Task An_empty_table_would_get_all_rows()
    {
        var file = await BackUpAsync<Shop.Context>(Create<Shop.Context>(Shop.Fill));

        var result = await RestoreAsync<Shop.Context>(Create<Shop.Context>(), file, Dry(RestoreModes.Merge));

        Assert.Equal(["Customers: 5 inserted, 0 updated, 0 unchanged", "Orders: 20 inserted, 0 updated, 0 unchanged"], Counts(result));
    }

    /// <summary>Rows whose keys are masked stand in the order of the keys before.</summary>
    [Fact]
    public async Task Rows_are_found_whatever_their_order()
    {
        var source = Create<MaskingModel.Context>(MaskingModel.Fill);
        await using var context = source.Open<MaskingModel.Context>();
        var file = (await Backups.CreateMaskedAsync(context, new MaskOptions([new("People", "Id", "hash")], RequireAll: false, "a key of a test, long enough"))).File!;
        var target = Create<MaskingModel.Context>();
        await RestoreAsync<MaskingModel.Context>(target, file);
        target.Execute("""UPDATE "People" SET "Remark" = 'changed' WHERE "Email" IN (SELECT "Email" FROM "People" ORDER BY "Email" LIMIT 3)""");

        var result = await RestoreAsync<MaskingModel.Context>(target, file, Dry(RestoreModes.Merge));

        Assert.Equal(["Letters: 0 inserted, 0 updated, 60 unchanged", "People: 0 inserted, 3 updated, 17 unchanged"], Counts(result));
    }

    [Fact]
    public async Task What_a_merge_refuses_before_it_begins_a_dry_run_refuses_too()
    {
        var database = Create<Shop.Context>(Shop.Fill, """CREATE TABLE "Keyless" ("Number" integer)""");
        var file = await BackUpAsync<Shop.Context>(database, Schema.TableSelection.Everything);

        await RefusedAsync("EFB1407", () => RestoreAsync<Shop.Context>(database, file, Dry(RestoreModes.Merge)));
    }

    [Fact]
    public async Task A_file_that_changes_meanwhile_is_not_counted()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("""UPDATE "Orders" SET "Text" = 'changed'""");
        var later = await BackUpAsync<Shop.Context>(database);
        Backups.Listener = said =>
        {
            if (said is NoteEvent)
            {
                File.Copy(later, file, overwrite: true);
            }
        };

        await RefusedAsync("EFB1306", () => RestoreAsync<Shop.Context>(database, file, Dry(RestoreModes.Merge)));
    }

    private static RestoreOptions Dry(string mode, bool safety = false)
        => Backups.Options(safety: safety, dryRun: true) with { Mode = mode switch { RestoreModes.Merge => RestoreMode.Merge, RestoreModes.Insert => RestoreMode.Insert, _ => RestoreMode.Replace } };

    private static IEnumerable<string> Counts(RestoreResult result)
        => result.Tables.Select(table => $"{table.Table}: {table.Inserted} inserted, {table.Updated} updated, {table.Unchanged} unchanged").Order(StringComparer.Ordinal);
}
