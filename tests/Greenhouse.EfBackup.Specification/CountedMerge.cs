using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Merges whose rows were counted before.</summary>
public abstract class CountedMerge<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private protected static RestoreOptions Merge => Backups.Options() with { Mode = RestoreMode.Merge };

    private protected static RestoreOptions Insert => Backups.Options() with { Mode = RestoreMode.Insert };

    private protected static IEnumerable<string> Counts(RestoreResult result)
        => result.Tables.Select(table => $"{table.Table}: {table.Inserted} inserted, {table.Updated} updated, {table.Unchanged} unchanged").Order(StringComparer.Ordinal);

    /// <summary>Every merge is counted dry first: nothing changes by it, and what it says comes true.</summary>
    private protected new async Task<RestoreResult> RestoreAsync<TContext>(TestDatabase database, string file, RestoreOptions options)
        where TContext : DbContext
    {
        var before = database.Dump();
        var dry = await base.RestoreAsync<TContext>(database, file, options with { DryRun = true });
        before.AssertSame(database.Dump());

        var result = await base.RestoreAsync<TContext>(database, file, options);

        Assert.Equal(Counts(result), Counts(dry));
        return result;
    }
}
