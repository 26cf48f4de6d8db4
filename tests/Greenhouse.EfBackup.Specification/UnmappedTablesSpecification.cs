using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Tables that no entity maps: left out and named, or kept with all tables.</summary>
public abstract class UnmappedTablesSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Unmapped = """
        CREATE TABLE "Unmapped" ("Id" integer NOT NULL PRIMARY KEY, "Text" varchar(100), "Amount" numeric(10,2));
        INSERT INTO "Unmapped" VALUES (1, 'one', 1.5), (2, NULL, NULL);
        """;

    [Fact]
    public async Task A_table_that_no_entity_maps_is_left_out_and_named()
    {
        var database = Create<UnmappedModel.Context>(UnmappedModel.Fill, Unmapped);
        await using var context = database.Open<UnmappedModel.Context>();

        var result = await Backups.CreateAsync(context);

        Assert.Equal(["Unmapped"], result.LeftOut);
        Assert.Equal(["Unmapped"], Backups.Check(result.File!).Metadata.LeftOut);
        Assert.Contains(Backups.Warnings, warning => warning.Code == "EFB1209" && warning.Message.Contains("Unmapped (2 rows)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restore_leaves_a_table_outside_the_backup_as_it_is()
    {
        var database = Create<UnmappedModel.Context>(UnmappedModel.Fill, Unmapped);
        var file = await BackUpAsync<UnmappedModel.Context>(database);
        database.Execute("""DELETE FROM "Unmapped" WHERE "Id" = 1""");

        var result = await RestoreAsync<UnmappedModel.Context>(database, file);

        Assert.Equal(["Unmapped"], result.Untouched);
        Assert.Single(database.Dump().Tables["Unmapped"]);
    }

    [Fact]
    public async Task All_tables_takes_it_too()
    {
        var source = Create<UnmappedModel.Context>(UnmappedModel.Fill, Unmapped);
        var before = source.Dump();
        var file = await BackUpAsync<UnmappedModel.Context>(source, new TableSelection([], [], AllTables: true));

        source.Damage();
        await RestoreAsync<UnmappedModel.Context>(source, file);

        before.AssertSame(source.Dump());
        Assert.Equal(2, Backups.Check(file).Metadata.Statistics["Unmapped"]);
    }

    [Fact]
    public async Task A_database_with_none_of_the_tables_is_nothing_to_back_up()
    {
        var database = Fixture.CreateDatabase();
        database.Execute(Unmapped);
        await using var context = database.Open<UnmappedModel.Context>();

        var refused = await RefusedAsync("EFB1206", () => Backups.CreateAsync(context));

        Assert.Equal(["it has Unmapped"], refused.Details);
        Assert.Empty(Backups.Files);
    }
}

internal static class UnmappedModel
{
    public static void Fill(Context context) => context.AddRange(Awkward.Texts.Select(text => new Mapped { Text = text }));

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Mapped>().ToTable("Mapped");
    }

    internal sealed class Mapped
    {
        public int Id { get; set; }

        public string? Text { get; set; }
    }
}
