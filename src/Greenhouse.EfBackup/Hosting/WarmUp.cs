using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>
/// Has EF Core, which comes without precompiled code, compiled while the launcher still asks MSBuild what the project is: what a backup does
/// before its first row is gone through on an empty database in memory. That takes a third off the time of `create --no-build`.
/// </summary>
internal static class WarmUp
{
    private const string NpgsqlExtensions = "Microsoft.EntityFrameworkCore.NpgsqlDbContextOptionsBuilderExtensions, Npgsql.EntityFrameworkCore.PostgreSQL";
    private const string SqliteExtensions = "Microsoft.EntityFrameworkCore.SqliteDbContextOptionsBuilderExtensions, Microsoft.EntityFrameworkCore.Sqlite";

    /// <summary>Nothing of the application is run or changed; whatever is thrown is the caller's to ignore.</summary>
    public static void Run()
    {
        var request = JsonSerializer.Deserialize("""{"verb":"create","backupFolder":""}""", ProtocolJson.Lines.BackupRequest)!;
        _ = JsonSerializer.Serialize<BackupEvent>(new NoteEvent(request.Verb), ProtocolJson.Lines.BackupEvent);
        if (Type.GetType(SqliteExtensions) is { } sqlite)
        {
            ReadEmptyDatabase(sqlite);
        }

        if (Type.GetType(NpgsqlExtensions) is { } npgsql)
        {
            BuildModel(npgsql);
        }
    }

    /// <summary>A server can't be made in memory: what needs none is gone through.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BuildModel(Type extensions)
    {
        using var context = new WarmContext(Options(extensions, "UseNpgsql", "Host=localhost"));
        _ = context.Database.ProviderName;
        _ = context.Model;
        _ = context.Database.GetDbConnection();
    }

    private static DbContextOptions Options(Type extensions, string name, string connection)
    {
        var use = extensions.GetMethods(BindingFlags.Public | BindingFlags.Static).First(method =>
            method.Name == name && !method.IsGenericMethod && method.GetParameters() is [_, { ParameterType.Name: nameof(String) }, _]);
        var builder = new DbContextOptionsBuilder();
        use.Invoke(null, [builder, connection, null]);
        return builder.Options;
    }

    /// <summary>Apart, so that EF Core's types load only where there is an application that brings them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadEmptyDatabase(Type extensions)
    {
        using var context = new WarmContext(Options(extensions, "UseSqlite", "Data Source=:memory:"));
        context.Database.OpenConnection();
        using (var command = context.Database.GetDbConnection().CreateCommand())
        {
            command.CommandText = "CREATE TABLE Warm (Id INTEGER NOT NULL PRIMARY KEY, Name TEXT NULL)";
            command.ExecuteNonQuery();
        }

        SurveyAsync(context).GetAwaiter().GetResult();
    }

    private static async Task SurveyAsync(DbContext context)
    {
        await using var database = await SupportedDatabases.OpenAsync(context, DatabaseSettings.Default, default);
        await using var snapshot = await database.OpenSnapshotAsync(default);
        var survey = await Survey.TakeAsync(context, database, snapshot, TableSelection.Everything, sequences: true, default);
        _ = await snapshot.FindDanglingRowsAsync(survey.Catalog.Tables, willRead: true, default);
        using var writer = new BackupWriter(Stream.Null);
        writer.Begin(survey.Describe(context, database, Reasons.Manual, description: null, default));
    }

    private sealed class WarmContext(DbContextOptions options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Warm>().ToTable("Warm");
    }

    private sealed class Warm
    {
        public int Id { get; set; }

        public string? Name { get; set; }
    }
}
