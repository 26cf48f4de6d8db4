using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Join tables, with and without a payload.</summary>
public abstract class ManyToManySpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Join_tables_with_and_without_payload_come_back()
    {
        var trip = await RoundTripAsync<ManyToManyModel.Context>(Fill);

        await using var context = trip.Target.Open<ManyToManyModel.Context>();
        var posts = await context.Posts.Include(post => post.Tags).Include(post => post.Readers).OrderBy(post => post.Id).ToListAsync();

        Assert.Equal([2, 1, 0], posts.Select(post => post.Tags.Count));
        Assert.Equal([1, 1, 1], posts.Select(post => post.Readers.Count));
        Assert.Equal(Awkward.Moments[3], await context.Set<ManyToManyModel.Reading>().Select(reading => reading.At).Distinct().SingleAsync());
        Assert.Contains("PostTag", trip.Check.Metadata.Statistics.Keys);
    }

    private static void Fill(ManyToManyModel.Context context)
    {
        ManyToManyModel.Tag[] tags = [new() { Name = "a" }, new() { Name = "b" }];
        var reader = new ManyToManyModel.Reader();
        context.AddRange(
            new ManyToManyModel.Post { Tags = [.. tags], Readers = [reader] },
            new ManyToManyModel.Post { Tags = [tags[1]], Readers = [reader] },
            new ManyToManyModel.Post { Readers = [reader] });
        context.SaveChanges();
        foreach (var reading in context.Set<ManyToManyModel.Reading>())
        {
            reading.At = Awkward.Moments[3];
        }
    }
}

internal static class ManyToManyModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Post> Posts => Set<Post>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Post>().HasMany(post => post.Tags).WithMany(tag => tag.Posts);
            modelBuilder.Entity<Post>().HasMany(post => post.Readers).WithMany().UsingEntity<Reading>();
        }
    }

    internal sealed class Post
    {
        public int Id { get; set; }

        public List<Tag> Tags { get; set; } = [];

        public List<Reader> Readers { get; set; } = [];
    }

    internal sealed class Tag
    {
        public int Id { get; set; }

        public string? Name { get; set; }

        public List<Post> Posts { get; set; } = [];
    }

    internal sealed class Reader
    {
        public int Id { get; set; }
    }

    internal sealed class Reading
    {
        public int PostId { get; set; }

        public int ReadersId { get; set; }

        public DateTime At { get; set; } = Awkward.Moments[2];
    }
}
