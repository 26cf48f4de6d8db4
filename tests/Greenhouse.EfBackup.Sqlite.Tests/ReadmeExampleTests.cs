using Greenhouse.EfBackup.Scheduling;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;
using ShopContext = Greenhouse.EfBackup.Specification.ShopModel.Context;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>The examples of the README's section "In code", as they stand there, compiled and run.</summary>
public sealed class ReadmeExampleTests : Specification<SqliteFixture>
{
    [Fact]
    public async Task A_backup_is_taken_verified_and_restored()
    {
        var database = Create<ShopContext>(ShopModel.Fill);
        var (before, said) = (database.Dump(), new List<string>());
        await using var context = database.Open<ShopContext>();
        IProgress<EfBackupProgress>? progress = null;

        await RunAsync(context, Backups.Folder, said.Add, progress, CancellationToken.None);

        before.AssertSame(database.Dump());
        Assert.Contains(".json.gz: 25 rows of 2 tables, ", said[0], StringComparison.Ordinal);
        Assert.StartsWith("25 rows restored; those from before are in ", said[1], StringComparison.Ordinal);
        Assert.Equal(2, said.Count);

        static async Task RunAsync(ShopContext context, string folder, Action<string> log, IProgress<EfBackupProgress>? progress, CancellationToken cancellation)
        {
            var made = await context.Database.BackupAsync(folder, new EfBackupCreateOptions { Compression = EfBackupCompression.Gzip, Description = "before the fair" }, progress, cancellation);
            log($"{made.File}: {made.Rows} rows of {made.Tables.Count} tables, {made.Bytes} bytes in {made.Duration}");

            await context.Database.VerifyAsync(made.File!, new EfBackupVerifyOptions { Level = EfBackupVerifyLevel.Schema }, progress, cancellation);

            try
            {
                var restored = await context.Database.RestoreAsync(folder, new EfBackupRestoreOptions(), progress, cancellation);
                log($"{restored.Rows} rows restored; those from before are in {restored.SafetyBackup}");
            }
            catch (EfBackupException failure)
            {
                log($"{failure.Code}: {failure.Message}; {failure.Help}");
            }
        }
    }

    [Fact]
    public async Task A_stream_takes_a_backup_and_gives_it_back()
    {
        var database = Create<ShopContext>(ShopModel.Fill);
        var before = database.Dump();
        await using var context = database.Open<ShopContext>();
        using var bytes = new MemoryStream();

        await RunAsync(context, Backups.Folder, bytes, CancellationToken.None);

        before.AssertSame(database.Dump());
        Assert.Single(Backups.Files);

        static async Task RunAsync(ShopContext context, string folder, MemoryStream output, CancellationToken cancellation)
        {
            await context.Database.BackupAsync(output, new EfBackupCreateOptions { Compression = EfBackupCompression.Brotli }, cancellationToken: cancellation);
            using var input = new MemoryStream(output.ToArray());
            await context.Database.RestoreAsync(input, new EfBackupRestoreOptions { SafetyFolder = folder }, cancellationToken: cancellation);
        }
    }

    [Fact]
    public void A_job_is_registered_with_its_health()
    {
        var services = new ServiceCollection();
        var folder = Backups.Folder;

        services.AddEfBackupJob<ShopContext>(job =>
        {
            job.Folder = folder;
            job.At = new TimeOnly(3, 30);
            job.TimeZone = TimeZoneInfo.Local;
            job.Backup = new EfBackupCreateOptions
            {
                Compression = EfBackupCompression.Brotli,
                Retention = new EfBackupRetention { KeepDaily = 7, KeepWeekly = 5, KeepMonthly = 12 },
            };
        });
        services.AddHealthChecks().AddEfBackupJob<ShopContext>();

        using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetService<HealthCheckService>());
        Assert.Null(provider.GetRequiredService<EfBackupJobStatus<ShopContext>>().Next);
    }

#if EFCORE9_OR_GREATER
    [Fact]
    public async Task The_seed_is_applied()
    {
        var database = Fixture.CreateDatabase();
        var said = new List<string>();
        var options = new DbContextOptionsBuilder<GardenModel.Context>();
        database.Configure(options);
        var current = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "seeds")).FullName;
        await File.WriteAllTextAsync(Path.Combine(current, "dev.json"), string.Join('\n', Examples("## Seeds", "```json")));
        options.UseBackupSeeding("seeds/dev.json");
        await using var context = new GardenModel.Context(options.Options);
        context.Database.EnsureCreated();

        await RunAsync(context, said.Add, CancellationToken.None);

        // Two houses and a sensor, which the first one has the key of.
        Assert.Equal(["0 inserted, 0 updated, 3 unchanged"], said);
        Assert.Equal((await context.Sensors.SingleAsync()).Id, (await context.Houses.SingleAsync(row => row.Name == "North")).MainId);

        static async Task RunAsync(GardenModel.Context context, Action<string> log, CancellationToken cancellation)
        {
            var seeded = await context.Database.SeedAsync("seeds/dev.json", cancellationToken: cancellation);
            log($"{seeded.Inserted} inserted, {seeded.Updated} updated, {seeded.Unchanged} unchanged");
        }
    }
#endif

    [Fact]
    public void Every_line_of_the_examples_stands_here()
    {
        var root = Root();
        var here = File.ReadAllLines(Path.Combine(root, "tests", "Greenhouse.EfBackup.Sqlite.Tests", "ReadmeExampleTests.cs")).Select(line => line.Trim()).Append("using Greenhouse.EfBackup;").ToHashSet();
        string[] sections = ["## In code", "## Seeds"];
        var code = sections.SelectMany(section => Examples(section, "```csharp")).Where(line => line.Length > 0).Select(line => line.Trim()).ToArray();

        Assert.NotEmpty(code);
        Assert.DoesNotContain(code, line => !here.Contains(line));
    }

    /// <summary>The lines of a section's examples of one language.</summary>
    private static IEnumerable<string> Examples(string section, string fence)
    {
        var inside = false;
        foreach (var line in File.ReadAllLines(Path.Combine(Root(), "README.md")).SkipWhile(line => line != section).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = line == fence;
            }
            else if (inside)
            {
                yield return line;
            }
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Greenhouse.EfBackup.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
