using System.Diagnostics;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Seeds;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Operations;

/// <summary>A seed that code applies.</summary>
internal sealed class SeedCall(DbContext context, EfBackupSeedOptions options, Listener listener)
{
    /// <param name="path">The file, relative to the application or the current folder.</param>
    /// <exception cref="EfBackupException">It could not be applied; the database is as it was.</exception>
    public async Task<EfBackupSeedResult> RunAsync(string path, CancellationToken cancellation)
        => (await RunAsync(path, isHook: false, cancellation))!;

    /// <summary>The same where EF migrates: a seed is for the tables of the whole model, and waits where migrations are still pending.</summary>
    public Task RunInMigrationAsync(string path, CancellationToken cancellation) => RunAsync(path, isHook: true, cancellation);

    private async Task<EfBackupSeedResult?> RunAsync(string path, bool isHook, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var seed = SeedFile.Read(path);
        await using var store = await SupportedDatabases.OpenSeedStoreAsync(context, cancellation);
        var schema = await SeedSchema.ReadAsync(context, store, cancellation);
        if (isHook && IsPending(schema))
        {
            listener.Log.Detail($"{seed.File} is not applied to {store.Name}: migrations are pending");
            return null;
        }

        var plan = SeedPlan.Of(seed, schema, options.Time.GetUtcNow());
        await store.BeginAsync(cancellation);
        var tables = await new SeedMerge(store, plan).RunAsync(cancellation);
        await store.CommitAsync(cancellation);

        var result = new EfBackupSeedResult
        {
            File = seed.File,
            Tables = [.. tables.Select(table => new EfBackupTable(table.Table, table.Inserted + table.Updated + table.Unchanged) { Inserted = table.Inserted, Updated = table.Updated, Unchanged = table.Unchanged })],
            Inserted = tables.Sum(table => table.Inserted),
            Updated = tables.Sum(table => table.Updated),
            Unchanged = tables.Sum(table => table.Unchanged),
            Duration = Stopwatch.GetElapsedTime(start),
        };
        listener.Log.Seeded(store.Name, seed.File, result.Inserted, result.Updated, result.Unchanged);
        return result;
    }

    /// <summary>What EnsureCreated has made has no history, and is complete.</summary>
    private bool IsPending(SeedSchema schema) => schema.AppliedMigrations is { } applied && MigrationHistory.Of(context, applied).Known.Except(applied).Any();
}
