using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Migrations of SQLite rebuild tables outside of any transaction. So a copy of the file beside it is changed, and then put in the file's place page by page
/// in one transaction (https://www.sqlite.org/backup.html), while a connection keeps everybody else from writing.
/// </summary>
internal sealed class SqliteSchemaChange : ISchemaChange
{
    private readonly DbContext _context;
    private readonly SqliteDetour _detour;
    private readonly string _name;
    private readonly SqliteCopy _copy;
    private readonly SqliteHold _hold;
    private SqliteDatabase _database;

    private SqliteSchemaChange(DbContext context, SqliteDetour detour, string name, SqliteCopy copy, SqliteHold hold, SqliteDatabase database)
        => (_context, _detour, _name, _copy, _hold, _database) = (context, detour, name, copy, hold, database);

    public IDatabase Database => _database;

    /// <param name="context">The context; its connection is closed, unless the application itself has opened it.</param>
    /// <param name="file">The file that it was open on.</param>
    /// <param name="name">The database's name.</param>
    /// <exception cref="EfBackupException">Somebody else has the file, or it lies in memory.</exception>
    public static async Task<SqliteSchemaChange> BeginAsync(DbContext context, string file, string name, DatabaseSettings settings, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            throw new EfBackupException(ErrorCode.DatabaseFailed, $"{name} is no file: its schema can't be changed", "use a database in a file");
        }

        var detour = new SqliteDetour(context);
        var copy = new SqliteCopy(file, name);
        SqliteHold? hold = null;
        try
        {
            hold = await SqliteHold.TakeAsync(context, detour.ConnectionString, name, settings, cancellation);
            // While the file is held there can be no other change.
            copy.RemoveAbandoned();
            copy.Make();
            SqliteErrors.Guard(name, () => hold.CopyTo(copy.Path), cancellation);
            await detour.TakeAsync(copy.Path);
            var database = await SqliteDatabase.OpenAsync(context, settings, cancellation, name);
            var change = new SqliteSchemaChange(context, detour, name, copy, hold, database);
            change.RemoveRemains();
            return change;
        }
        catch
        {
            if (hold is not null)
            {
                await hold.DisposeAsync();
            }

            await detour.DisposeAsync();
            copy.Remove();
            throw;
        }
    }

    public IReadOnlyList<WayBack> WaysBack => [WayBack.Anew];

    public Task MigrateAsync(IReadOnlyList<string> applied, string target, CancellationToken cancellation)
        => MigrationErrors.GuardAsync(_name, target, () => PlainMigrator.Of(_context).MigrateAsync(target, cancellation), cancellation);

    /// <summary>
    /// SQLite can't alter a column: the tables are made anew by the commands of the migrations from the first on. EF's migrator would not do: it applies all
    /// migrations up to one, seeds through today's model, and refuses where the model has changes that no migration has yet.
    /// </summary>
    public Task MigrateBackAsync(WayBack way, IReadOnlyList<string> applied, IReadOnlyList<string> target, IReadOnlyList<TableDescription> present, IReadOnlyList<TableDescription> wanted, CancellationToken cancellation)
        => MigrationErrors.GuardAsync(
            _name,
            target[^1],
            () =>
            {
                var commands = new MigrationCommands(_context);
                var undone = commands.Of([.. applied.Except(target).Select(id => (id, true))], first: false).ToArray();
                var dependents = SqliteDependents.TakeOff(_database);
                var foreignKeys = _database.Query("PRAGMA foreign_keys", row => row.GetInt64(0))[0];
                _database.Execute("PRAGMA foreign_keys = OFF");
                foreach (var table in present)
                {
                    _database.Execute($"DROP TABLE {SqliteNames.Quote(table.Name)}");
                }

                var history = _context.GetService<IHistoryRepository>();
                foreach (var sql in applied.Select(history.GetDeleteScript).Concat(commands.Of([.. target.Select(id => (id, true))], first: true)))
                {
                    cancellation.ThrowIfCancellationRequested();
                    _database.Execute(sql);
                }

                dependents.PutBack(wanted, undone);
                // Migrations that follow may delete rows, and those that reference them.
                _database.Execute($"PRAGMA foreign_keys = {foreignKeys}");
                return Task.CompletedTask;
            },
            cancellation);

    public async Task CommitAsync(CancellationToken cancellation)
    {
        await _database.DisposeAsync();
        SqliteErrors.Guard(_name, () => _hold.Install(_copy.Path), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _hold.DisposeAsync();
        await _detour.DisposeAsync();
        _copy.Remove();
    }

    /// <summary>What migrations that were killed leave behind: the lock that every later one would wait for, and half-built tables.</summary>
    private void RemoveRemains()
    {
        foreach (var remains in _database.FindHalfBuilt())
        {
            _database.Execute($"DROP TABLE {SqliteNames.Quote(remains)}");
        }

        _database.Execute($"DROP TABLE IF EXISTS {SqliteNames.Quote(SqliteRemains.Lock)}");
    }
}
