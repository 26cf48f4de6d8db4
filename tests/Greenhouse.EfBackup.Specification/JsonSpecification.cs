using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Owned types in JSON columns, and collections of primitives.</summary>
public abstract class JsonSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Documents_and_collections_come_back()
    {
        var trip = await RoundTripAsync<JsonModel.Context>(Fill, relays: false);

        await using var context = trip.Target.Open<JsonModel.Context>();
        var holders = await context.Holders.OrderBy(holder => holder.Id).ToListAsync();

        Assert.Equal(Awkward.Texts, holders.Take(Awkward.Texts.Length).Select(holder => holder.Profile!.Title));
        Assert.Equal(Awkward.Texts, holders[0].Words);
        Assert.Equal([null, null], holders.TakeLast(2).Select(holder => holder.Profile?.Title));
    }

    [Theory]
    [InlineData("""{"$text": "a"}""")]
    [InlineData("""{"$ref":1,"Title":"x"}""")]
    [InlineData("""{"$integer":1}""")]
    [InlineData("""{"$":null}""")]
    [InlineData("""{ "Title" : "spaced", "Scores" : [ ] }""")]
    [InlineData("{\n  \"Title\": \"on lines\"\n}")]
    [InlineData("""{"Title":"escaped \u00e9 \ud83c\udf31 \/","Scores":[1e3,-0,1.50]}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("true")]
    public Task A_document_that_others_wrote_comes_back(string document)
        => RoundTripAsync<JsonModel.Context>(
            context =>
            {
                context.Add(new JsonModel.Holder { Id = 1, Profile = new() { Title = "" } });
                context.SaveChanges();
                // A literal takes the type of its column; a parameter would bring its own.
                var sql = $"""UPDATE "Holders" SET "Profile" = '{document}'""";
                context.Database.ExecuteSqlRaw(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            },
            relays: false);

    private static void Fill(JsonModel.Context context)
    {
        var id = 0;
        context.AddRange(Awkward.Texts.Select(text => new JsonModel.Holder
        {
            Id = ++id,
            Profile = new() { Title = text, Scores = [.. Awkward.Longs], Parts = [new() { Name = text, Weight = null }, new() { Name = null, Weight = 1.10m }] },
            Words = [.. Awkward.Texts],
            Numbers = [1, null, -1],
            Moments = [.. Awkward.Moments.Skip(2).Take(3)],
        }));
        context.Add(new JsonModel.Holder { Id = ++id, Profile = null, Words = [], Numbers = [], Moments = null });
        context.Add(new JsonModel.Holder { Id = ++id, Profile = new() { Title = null, Parts = [] }, Words = [""] });
    }
}

internal static class JsonModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Holder> Holders => Set<Holder>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Holder>().Property(row => row.Id).ValueGeneratedNever();
            modelBuilder.Entity<Holder>().OwnsOne(row => row.Profile, profile =>
            {
                profile.ToJson();
                profile.OwnsMany(row => row.Parts);
            });
        }
    }

    internal sealed class Holder
    {
        public int Id { get; set; }

        public Profile? Profile { get; set; }

        public List<string> Words { get; set; } = [];

        public List<int?> Numbers { get; set; } = [];

        public List<DateTime>? Moments { get; set; }
    }

    internal sealed class Profile
    {
        public string? Title { get; set; }

        public List<long> Scores { get; set; } = [];

        public List<Part> Parts { get; set; } = [];
    }

    internal sealed class Part
    {
        public string? Name { get; set; }

        public decimal? Weight { get; set; }
    }
}
