using System.Globalization;
using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Specification.RandomDatabases;

namespace Greenhouse.EfBackup.Endurance.Databases;

/// <summary>Backs random databases up, restores them and compares.</summary>
internal static class DatabasesVerb
{
    /// <summary>So many share a folder, which is then removed with all that is in it.</summary>
    private const int InOneFixture = 50;

    /// <param name="first">The number of the first database: a case that failed is made again by seed and number.</param>
    public static async Task<int> RunAsync<TFixture>(int count, ulong seed, int first)
        where TFixture : DatabaseFixture, new()
    {
        Console.WriteLine($"databases {typeof(TFixture).Name} {count}, seed {seed}, from number {first}");
        var roundTrips = new RandomRoundTrips<TFixture>(seed);
        var failed = 0;
        for (var number = first; number < first + count; number += InOneFixture)
        {
            using var fixture = new TFixture();
            for (var i = number; i < Math.Min(number + InOneFixture, first + count); i++)
            {
                failed += await TryAsync(roundTrips, fixture, seed, i) ? 0 : 1;
            }

            Console.Error.WriteLine(number + InOneFixture);
        }

        Report(roundTrips, failed);
        return failed > 0 || !AllOccurred(roundTrips) ? 1 : 0;
    }

    private static async Task<bool> TryAsync<TFixture>(RandomRoundTrips<TFixture> roundTrips, TFixture fixture, ulong seed, int number)
        where TFixture : DatabaseFixture, new()
    {
        try
        {
            await roundTrips.RunAsync(fixture, number);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is that goes wrong with one database is said, and the others are tried.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Console.WriteLine($"seed {seed}, number {number}: {exception}");
            return false;
        }
    }

    private static void Report<TFixture>(RandomRoundTrips<TFixture> roundTrips, int failed)
        where TFixture : DatabaseFixture, new()
    {
        TextTable.Write([
            ["databases that came back as they were", roundTrips.Databases],
            ["databases that did not", failed],
            ["tables", roundTrips.Tables],
            ["of them without a key", roundTrips.TablesWithoutKey],
            ["of them with a composite key", roundTrips.CompositeKeys],
            ["of them that reference themselves", roundTrips.SelfReferences],
            ["foreign keys", roundTrips.References],
            ["databases with a cycle of two tables", roundTrips.CyclesOfTwo],
            ["databases with a longer one", roundTrips.LongerCycles],
            ["rows", roundTrips.Rows],
            ["kinds of values", roundTrips.Kinds.Count],
        ]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kinds: {string.Join(", ", roundTrips.Kinds.Select(kind => kind.ToString().ToLowerInvariant()).Order())}"));
    }

    private static bool AllOccurred<TFixture>(RandomRoundTrips<TFixture> roundTrips)
        where TFixture : DatabaseFixture, new()
    {
        using var fixture = new TFixture();
        return roundTrips.FindMissing(fixture.Dialect).All(missing =>
        {
            Console.WriteLine($"did not occur: {missing}");
            return false;
        });
    }
}
