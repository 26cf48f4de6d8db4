using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>What lies in columns of JSON: documents of owned types, nested and in lists, and lists of plain values.</summary>
public sealed class DocumentTests : EntityTest
{
    [Fact]
    public async Task Documents_and_lists_go_from_SQLite_into_memory_and_back()
    {
        var (source, memory, target) = (Sqlite<Context>(Fill), Memory<Context>(), Sqlite<Context>());
        await BackUpAsync(source);
        await RestoreAsync(memory);
        Assert.Equal(Shown(source), Shown(memory));

        System.IO.File.Delete(File);
        await BackUpAsync(memory);
        await RestoreAsync(target);
        Assert.Equal(Documents(source), Documents(target));
    }

    [Fact]
    public async Task A_document_with_white_space_and_in_another_order_is_taken()
    {
        var memory = await RestoredAsync("""{ "Title" : "spaced", "Home": null, "Parts": [], "Scores" : [ 1, 2.0 ] }""");

        Assert.Equal(["1: spaced [1, 2] (none) []"], Shown(memory));
    }

    [Theory]
    [InlineData("""{"Title":"x"}""", "x")]
    [InlineData("""{}""", "(null)")]
    [InlineData("""{"Parts":[],"Title":"x"}""", "x")]
    public async Task What_a_document_leaves_out_is_null_or_an_empty_list(string document, string title)
    {
        var memory = await RestoredAsync(document);

        Assert.Equal([$"1: {title} [] (none) []"], Shown(memory));
    }

    [Fact]
    public async Task What_an_object_in_a_list_leaves_out_is_null_too()
        => Assert.Equal(["1: (null) [] (none) [/2]"], Shown(await RestoredAsync("""{"Parts":[{"Count":2}]}""")));

    [Theory]
    [InlineData("""{"Parts":[{"Name":"x"}]}""")]
    [InlineData("""{"Title":"x","Home":null,"Parts":[],"Scores":[],"Unknown":1}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"Title":5}""")]
    public async Task A_document_with_what_the_model_does_not_know_is_refused(string document)
    {
        var refused = await Assert.ThrowsAsync<EfBackupException>(() => RestoredAsync(document));

        Assert.Contains("row 1 of table Holders", refused.Message, StringComparison.Ordinal);
    }

    private static string[] Shown(Func<Context> open)
    {
        using var context = open();
        return
        [
            .. context.Holders.OrderBy(row => row.Id).AsEnumerable().Select(row => FormattableString.Invariant(
                $"{row.Id}: {row.Profile?.Title ?? "(null)"} [{string.Join(", ", row.Profile?.Scores ?? [])}] {row.Profile?.Home?.Name ?? "(none)"} [{string.Join(", ", (row.Profile?.Parts ?? []).Select(part => $"{part.Name}/{part.Count}"))}]{string.Join("|", row.Words)}")),
        ];
    }

    private static void Fill(Context context)
        => context.AddRange(
            new Holder { Id = 1, Profile = new() { Title = "a \"b\" 日本", Scores = [1.5, -0.0], Home = new() { Name = "home", Count = 1 }, Parts = [new() { Name = "x", Count = 2 }, new() { Name = null, Count = 3 }] }, Words = ["", "é"] },
            new Holder { Id = 2, Profile = null, Words = [] },
            new Holder { Id = 3, Profile = new() { Title = null }, Words = ["last"] });

    private static string[] Documents(Func<Context> open)
    {
        using var context = open();
        return [.. context.Database.SqlQueryRaw<string>("SELECT coalesce(Profile, 'null') || Words AS Value FROM Holders ORDER BY Id")];
    }

    private async Task<Func<Context>> RestoredAsync(string document)
    {
        var source = Sqlite<Context>(context =>
        {
            context.Add(new Holder { Id = 1, Profile = new() });
            context.SaveChanges();
            context.Database.ExecuteSql($"UPDATE Holders SET Profile = {document}");
        });
        await BackUpAsync(source);
        var memory = Memory<Context>();
        await RestoreAsync(memory);
        return memory;
    }

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Holder> Holders => Set<Holder>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Holder>().Property(row => row.Id).ValueGeneratedNever();
            modelBuilder.Entity<Holder>().OwnsOne(row => row.Profile, profile =>
            {
                profile.ToJson();
                profile.OwnsOne(value => value.Home);
                profile.OwnsMany(value => value.Parts);
            });
        }
    }

    internal sealed class Holder
    {
        public int Id { get; set; }

        public Profile? Profile { get; set; }

        public List<string> Words { get; set; } = [];
    }

    internal sealed class Profile
    {
        public string? Title { get; set; }

        public List<double> Scores { get; set; } = [];

        public Part? Home { get; set; }

        public List<Part> Parts { get; set; } = [];
    }

    internal sealed class Part
    {
        public string? Name { get; set; }

        public int Count { get; set; }
    }
}
