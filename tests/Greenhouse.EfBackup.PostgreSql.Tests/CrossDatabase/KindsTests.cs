using System.Text.Json.Nodes;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Every kind of value that both databases have, at its edges, from one into the other and back.</summary>
public sealed class KindsTests : CrossDatabaseTest
{
    [Fact]
    public async Task Values_of_SQLite_are_the_same_on_PostgreSQL_and_come_back_byte_for_byte()
    {
        var source = Sqlite<KindsModel.Context>(KindsModel.Fill);
        var (middle, end) = (PostgreSql<KindsModel.Context>(), Sqlite<KindsModel.Context>());

        var there = await MoveAsync<KindsModel.Context>(source, middle);
        var back = await MoveAsync<KindsModel.Context>(middle, end);

        Assert.True(there.Verified && back.Verified);
        AssertSameEntities(source, middle);
        AssertSameDump(source.Dump(), end.Dump());
    }

    [Fact]
    public async Task Values_of_PostgreSQL_are_the_same_on_SQLite_and_come_back_byte_for_byte()
    {
        var source = PostgreSql<KindsModel.Context>(KindsModel.Fill);
        var (middle, end) = (Sqlite<KindsModel.Context>(), PostgreSql<KindsModel.Context>());

        var there = await MoveAsync<KindsModel.Context>(source, middle);
        var back = await MoveAsync<KindsModel.Context>(middle, end);

        Assert.True(there.Verified && back.Verified);
        AssertSameEntities(source, middle);
        AssertSameDump(source.Dump(), end.Dump());
    }

    [Fact]
    public async Task What_PostgreSQL_gives_is_stored_on_SQLite_as_its_own_driver_would_store_it()
    {
        var (written, moved) = (Sqlite<KindsModel.Context>(KindsModel.Fill), Sqlite<KindsModel.Context>());

        await MoveAsync<KindsModel.Context>(PostgreSql<KindsModel.Context>(KindsModel.Fill), moved);

        AssertSameDump(written.Dump(), moved.Dump());
    }

    [Fact]
    public async Task Documents_are_the_same_however_they_are_spelled()
    {
        var source = Sqlite<KindsModel.Context>(KindsModel.Fill);
        var target = PostgreSql<KindsModel.Context>();

        await MoveAsync<KindsModel.Context>(source, target);

        const string Texts = """SELECT coalesce(CAST("Text" AS text), 'none') FROM "Documents" ORDER BY "Id" """;
        Assert.NotEqual(source.Query(Texts)[0], target.Query(Texts)[0]);
        Assert.All(
            source.Query(Texts).Zip(target.Query(Texts)).Where(texts => texts.First != "none"),
            texts => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(texts.First), JsonNode.Parse(texts.Second)), texts.Second));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dry_run_counts_what_a_merge_of_another_kind_of_database_does(bool intoSqlite)
    {
        var (sqlite, postgreSql) = (Sqlite<KindsModel.Context>(intoSqlite ? null : KindsModel.Fill), PostgreSql<KindsModel.Context>(intoSqlite ? KindsModel.Fill : null));
        var (source, target) = intoSqlite ? ((TestDatabase)postgreSql, (TestDatabase)sqlite) : (sqlite, postgreSql);
        var file = await BackUpAsync<KindsModel.Context>(source);
        await RestoreAsync<KindsModel.Context>(target, file);
        target.Execute("""DELETE FROM "Documents" WHERE "Id" = 1; UPDATE "Rows" SET "Text" = 'changed' WHERE "Id" = (SELECT min("Id") FROM "Rows")""");
        var merge = Backups.Options(readBack: false) with { Mode = RestoreMode.Merge };
        await using var context = target.Open<KindsModel.Context>();

        var dry = Counts(await Backups.RestoreAsync(context, file, merge with { DryRun = true }));
        var done = Counts(await Backups.RestoreAsync(context, file, merge));

        Assert.Equal(done, dry);
        Assert.Contains(dry, table => table.Table == "Documents" && table is { Inserted: 1, Updated: 0, Unchanged: > 0 });
        Assert.Contains(dry, table => table.Table == "Rows" && table is { Inserted: 0, Updated: 1, Unchanged: > 0 });
    }

    private static IEnumerable<RestoredTable> Counts(RestoreResult result) => result.Tables.OrderBy(table => table.Table, StringComparer.Ordinal);

    [Fact]
    public async Task What_is_assumed_about_zones_is_said()
    {
        var (sqlite, postgreSql) = (Sqlite<KindsModel.Context>(KindsModel.Fill), PostgreSql<KindsModel.Context>());

        await MoveAsync<KindsModel.Context>(sqlite, postgreSql);
        await MoveAsync<KindsModel.Context>(postgreSql, sqlite);

        var notes = Backups.Said.OfType<NoteEvent>().Select(note => note.Message).ToArray();
        Assert.Contains("times of no zone in Rows.Moment are taken for UTC", notes);
        Assert.Contains("instants in Rows.Moment become times of no zone, in UTC", notes);
        Assert.DoesNotContain(notes, note => note.Contains("Rows.Wall", StringComparison.Ordinal));
        Assert.Contains("it is of Microsoft.EntityFrameworkCore.Sqlite: values become what Npgsql.EntityFrameworkCore.PostgreSQL stores, and every row is read back and compared", notes);
    }

    private static void AssertSameEntities(TestDatabase source, TestDatabase target)
    {
        using var expected = source.Open<KindsModel.Context>();
        using var actual = target.Open<KindsModel.Context>();
        Assert.Equal(WithoutTexts(EntityText.Of(expected)), WithoutTexts(EntityText.Of(actual)));
    }

    /// <summary>All but the documents, which a jsonb spells anew.</summary>
    private static void AssertSameDump(Dump expected, Dump actual)
    {
        Assert.NotEmpty(expected.Tables["Documents"]);
        Assert.Equal(expected.Tables["Documents"].Count, actual.Tables["Documents"].Count);
        Assert.Equal(WithoutDocuments(expected).Lines, WithoutDocuments(actual).Lines);
    }

    private static Dump WithoutDocuments(Dump dump) => dump with { Tables = dump.Tables.Where(table => table.Key != "Documents").ToDictionary() };

    /// <summary>Text of JSON is compared by a test of its own.</summary>
    private static IEnumerable<string> WithoutTexts(IEnumerable<string> entities)
        => entities.Select(entity => entity.StartsWith("Document: ", StringComparison.Ordinal) ? entity[..entity.IndexOf(" | Text=", StringComparison.Ordinal)] + entity[entity.IndexOf(" | Content=", StringComparison.Ordinal)..] : entity);
}
