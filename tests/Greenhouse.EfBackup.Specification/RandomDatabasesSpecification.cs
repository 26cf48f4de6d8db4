using Greenhouse.EfBackup.Specification.RandomDatabases;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Databases that nobody thought of. Always the same ones here; the endurance program makes others, and far more.</summary>
public abstract class RandomDatabasesSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const ulong Seed = 20240101;

    /// <summary>How many; each takes the database as long as it takes to make two.</summary>
    protected abstract int Count { get; }

    [Fact]
    public async Task Any_database_comes_back_as_it_was()
    {
        var roundTrips = new RandomRoundTrips<TFixture>(Seed);

        for (var number = 0; number < Count; number++)
        {
            await roundTrips.RunAsync(Fixture, number);
        }

        Assert.Empty(roundTrips.FindMissing(Fixture.Dialect));
    }
}
