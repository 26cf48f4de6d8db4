using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>What applications write themselves to have their rows in a file and back, and what they write with the library.</summary>
internal static class DataLoop
{
    public const string Verb = "loop";
    public const string Save = "save";
    public const string SaveUntracked = "save-untracked";
    public const string Load = "load";
    public const string Backup = "backup";
    public const string Restore = "restore";

    private static string[] Command(string context, string verb, string file) => ["exec", typeof(DataLoop).Assembly.Location, Verb, context, verb, file];

    /// <summary>Has a process do it.</summary>
    /// <param name="run">Runs <c>dotnet</c> with the arguments, its output into a file, and says how many seconds it took.</param>
    public static LoopTime Run(string context, string verb, string file, Func<string[], string, double> run)
    {
        var said = file + ".seconds";
        var process = run(Command(context, verb, file), said);
        return new LoopTime(process, double.Parse(File.ReadAllText(said), CultureInfo.InvariantCulture));
    }

    /// <summary>Does it, and writes to standard output how many seconds it took in an application that runs already.</summary>
    public static async Task RunAsync(string context, string verb, string file)
    {
        await using ReadingsContext database = context == nameof(SqliteReadingsContext) ? new SqliteReadingsContext() : new PostgreSqlReadingsContext();
        database.ChangeTracker.QueryTrackingBehavior = verb == SaveUntracked ? QueryTrackingBehavior.NoTracking : QueryTrackingBehavior.TrackAll;
        _ = (database.Model, await database.Database.CanConnectAsync());
        var begun = Stopwatch.GetTimestamp();
        await (verb switch
        {
            Load => LoadAsync(database, file),
            Backup => database.Database.BackupAsync(file),
            Restore => database.Database.RestoreAsync(file, new EfBackupRestoreOptions { SafetyBackup = false }),
            _ => SaveAsync(database, file),
        });
        Console.WriteLine(Stopwatch.GetElapsedTime(begun).TotalSeconds.ToString(CultureInfo.InvariantCulture));
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

/// <param name="Process">Seconds of a whole process.</param>
/// <param name="Work">Seconds of the work alone, in a process whose context has its model and a connection.</param>
internal readonly record struct LoopTime(double Process, double Work);
