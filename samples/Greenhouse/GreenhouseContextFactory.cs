using Greenhouse.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Greenhouse;

/// <summary>
/// Makes the context for the application and for every tool (dotnet ef, dotnet ef-backup): one place decides which database it is.
/// GREENHOUSE_PROVIDER is sqlite (the default) or postgresql, GREENHOUSE_CONNECTION a connection string.
/// </summary>
public sealed class GreenhouseContextFactory : IDesignTimeDbContextFactory<GreenhouseContext>
{
    public GreenhouseContext CreateDbContext(string[] args)
    {
        var provider = Setting("GREENHOUSE_PROVIDER") ?? "sqlite";
        var connection = Setting("GREENHOUSE_CONNECTION");
        var options = new DbContextOptionsBuilder<GreenhouseContext>();
        switch (provider.ToLowerInvariant())
        {
            case "sqlite":
                options.UseSqlite(connection ?? $"Data Source={Path.Combine(Home(), "greenhouse.db")}",
                    sqlite => sqlite.MigrationsAssembly("Greenhouse"));
                break;
            case "postgresql":
                options.UseNpgsql(connection ?? "Host=localhost;Database=greenhouse",
                    postgreSql => postgreSql.MigrationsAssembly("Greenhouse.PostgreSql"));
                break;
            default:
                throw new InvalidOperationException($"GREENHOUSE_PROVIDER is '{provider}'; it can be sqlite or postgresql.");
        }

        return new GreenhouseContext(options.Options);
    }

    // An empty variable counts as none: that is how a shell line or a CI file unsets one.
    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>
    /// The project's folder, found upwards from the built application, so that `dotnet run --project`, a test and the tools open the same file
    /// wherever they were started. An application that was published elsewhere keeps its database in the working directory.
    /// </summary>
    private static string Home()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Greenhouse.csproj")))
            {
                return folder.FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
