using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Databases in the middle of a chain of migrations, and a context that takes a snapshot before it migrates them on.</summary>
public abstract class MigratedChain<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private protected TestDatabase AtStep(int step)
    {
        var database = Fixture.CreateDatabase();
        using var context = database.Open<ChainModel.Context>();
        context.GetService<IMigrator>().Migrate(ChainModel.All[step - 1]);
        database.Execute(ChainModel.Rows(step));
        return database;
    }

    private protected async Task MigrateAsync(TestDatabase database, string? target = null, Action<EfBackupOptions>? configure = null)
    {
        await using var context = Open(database, configure: configure);
        await context.GetService<IMigrator>().MigrateAsync(target);
    }

    private protected static async Task<IEnumerable<string>> AppliedAsync(TestDatabase database)
    {
        await using var context = database.Open<ChainModel.Context>();
        return await context.Database.GetAppliedMigrationsAsync();
    }

    private protected ChainModel.Context Open(TestDatabase database, ILoggerProvider? log = null, Action<EfBackupOptions>? configure = null)
    {
        var options = new DbContextOptionsBuilder<ChainModel.Context>();
        database.Configure(options);
        options.UseEfBackup(settings =>
        {
            settings.Folder = Backups.Folder;
            configure?.Invoke(settings);
        });
        options.HasNoSnapshot();
        return new ChainModel.Context((log is null ? options : options.UseLoggerFactory(LoggerFactory.Create(builder => builder.AddProvider(log)))).Options);
    }

    private protected string[] Snapshots() => Directory.Exists(Backups.Folder) ? Directory.GetFiles(Backups.Folder, "before-*") : [];

    private protected sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Said)
            {
                Said.Add($"{logLevel} {formatter(state, exception)}");
            }
        }

        public void Dispose()
        {
        }
    }
}
