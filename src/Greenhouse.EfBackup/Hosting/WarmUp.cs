using System.Reflection;
using System.Text.Json;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>
/// Goes the way of a backup once, on an empty database in memory, while the host waits to be told what to do: most of what a small backup takes is
/// the time to load and compile EF Core, the driver and this library.
/// </summary>
internal static class WarmUp
{
    private const string SqliteExtensions = "Microsoft.EntityFrameworkCore.SqliteDbContextOptionsBuilderExtensions, Microsoft.EntityFrameworkCore.Sqlite";

    public static async Task RunAsync()
    {
        _ = JsonSerializer.Deserialize("{\"verb\":\"create\",\"backupFolder\":\"\"}", ProtocolJson.Lines.BackupRequest);
        _ = JsonSerializer.Serialize(new NoteEvent(""), ProtocolJson.Lines.BackupEvent);
        if (Type.GetType(SqliteExtensions) is not { } extensions)
        {
            return;
        }

        var options = new DbContextOptionsBuilder<EmptyContext>();
        UseSqlite(extensions, options);
        await using var context = new EmptyContext(options.Options);
        await context.Database.OpenConnectionAsync();
        await context.Database.ExecuteSqlRawAsync("CREATE TABLE \"Nothing\" (\"Id\" INTEGER NOT NULL PRIMARY KEY)");
        await using var database = await SupportedDatabases.OpenAsync(context, CancellationToken.None);
        await new BackupCreator(context, database, new BackupFolder(""), Progress.None, TimeProvider.System)
            .CreateAsync(new CreateOptions(TableSelection.Mapped, DryRun: true), CancellationToken.None);
    }

    /// <summary>By reflection: the application brings its provider, and this library knows only the driver.</summary>
    private static void UseSqlite(Type extensions, DbContextOptionsBuilder options)
    {
        var method = extensions.GetMethods(BindingFlags.Public | BindingFlags.Static).First(candidate =>
            candidate.Name == "UseSqlite" && !candidate.IsGenericMethod && candidate.GetParameters() is [_, { ParameterType: var connection }, _] && connection == typeof(string));
        method.Invoke(null, [options, "Data Source=:memory:", null]);
    }

    private sealed class EmptyContext(DbContextOptions<EmptyContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Nothing>();
    }

    private sealed class Nothing
    {
        public int Id { get; init; }
    }
}
