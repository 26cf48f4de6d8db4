using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>What applications write themselves to have their rows in a file and back.</summary>
internal static class DataLoop
{
    public const string Verb = "loop";
    public const string Save = "save";
    public const string SaveUntracked = "save-untracked";
    public const string Load = "load";

    /// <summary>The arguments that have it done in a process of its own.</summary>
    public static string[] Command(string context, string verb, string file) => ["exec", typeof(DataLoop).Assembly.Location, Verb, context, verb, file];

    public static async Task RunAsync(string context, string verb, string file)
    {
        await using ReadingsContext database = context == nameof(SqliteReadingsContext) ? new SqliteReadingsContext() : new PostgreSqlReadingsContext();
        database.ChangeTracker.QueryTrackingBehavior = verb == SaveUntracked ? QueryTrackingBehavior.NoTracking : QueryTrackingBehavior.TrackAll;
        await (verb == Load ? LoadAsync(database, file) : SaveAsync(database, file));
    }

    private static async Task SaveAsync(ReadingsContext context, string file)
    {
        var rows = new Rows(await context.CustomerSet.ToListAsync(), await context.ReadingSet.ToListAsync());
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, rows);
    }

    private static async Task LoadAsync(ReadingsContext context, string file)
    {
        await using var stream = File.OpenRead(file);
        var rows = (await JsonSerializer.DeserializeAsync<Rows>(stream))!;
        context.AddRange(rows.Customers);
        context.AddRange(rows.Readings);
        await context.SaveChangesAsync();
    }

    private sealed record Rows(List<Customer> Customers, List<Reading> Readings);
}
