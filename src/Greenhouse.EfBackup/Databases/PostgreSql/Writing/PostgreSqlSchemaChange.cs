using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>
/// PostgreSQL changes schemas inside of transactions: the commands of the migrations run in one together with everything else.
/// </summary>
internal sealed class PostgreSqlSchemaChange(PostgreSqlDatabase database, DbContext context, PostgreSqlSession session, IRestoreTransaction transaction, PostgreSqlApplicationSettings settings, Action end) : ISchemaChange
{
    private const string BeforeTheWay = "efbackup_before_the_way";
    private bool _onTheWay;

    public IDatabase Database => database;

    public IReadOnlyList<WayBack> WaysBack => [WayBack.Down, WayBack.Anew];

    public Task MigrateAsync(IReadOnlyList<string> applied, string target, CancellationToken cancellation)
        => RunAsync(target, commands => RouteAsync(commands, MigrationCommands.Route(context, applied, target), applied.Count == 0, emptied: false, cancellation), cancellation);

    public async Task MigrateBackAsync(WayBack way, IReadOnlyList<string> applied, IReadOnlyList<string> target, IReadOnlyList<TableDescription> present, IReadOnlyList<TableDescription> wanted, CancellationToken cancellation)
    {
        // The way that was gone before has led nowhere.
        await PostgreSqlErrors.GuardAsync(database.Name, () => session.ExecuteAsync($"{(_onTheWay ? $"ROLLBACK TO SAVEPOINT {BeforeTheWay};" : "")} SAVEPOINT {BeforeTheWay}", cancellation), cancellation);
        _onTheWay = true;
        if (way == WayBack.Anew)
        {
            await RunAsync(target[^1], commands => RemakeAsync(commands, applied, target, present, cancellation), cancellation);
            return;
        }

        await RunAsync(target[^1], commands => RouteAsync(commands, MigrationCommands.Route(context, applied, target), applied.Count == 0, emptied: true, cancellation), cancellation);
        await PostgreSqlErrors.GuardAsync(database.Name, async () => await new PostgreSqlDefaults(session, present).RestoreAsync((await PostgreSqlCatalog.ReadAsync(session, cancellation)).Schema, wanted, cancellation), cancellation);
    }

    public Task CommitAsync(CancellationToken cancellation) => transaction.CommitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        end();
    }

    /// <summary>Runs commands of migrations with the settings of the application.</summary>
    private Task RunAsync(string target, Func<MigrationCommands, Task> run, CancellationToken cancellation)
        => MigrationErrors.GuardAsync(
            database.Name,
            target,
            async () =>
            {
                var ours = await PostgreSqlApplicationSettings.ReadAsync(session, cancellation);
                await session.ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", cancellation);
                await settings.SetAsync(session, cancellation);
                await run(new MigrationCommands(context));
                await ours.SetAsync(session, cancellation);
            },
            cancellation);

    private async Task RouteAsync(MigrationCommands commands, IReadOnlyList<(string Id, bool Up)> route, bool first, bool emptied, CancellationToken cancellation)
    {
        commands.RefuseWithoutTransaction(route);
        foreach (var sql in commands.Of(route, first, emptied))
        {
            await session.ExecuteAsync(sql, cancellation);
        }
    }

    private async Task RemakeAsync(MigrationCommands commands, IReadOnlyList<string> applied, IReadOnlyList<string> target, IReadOnlyList<TableDescription> present, CancellationToken cancellation)
    {
        IReadOnlyList<(string Id, bool Up)> ups = [.. target.Select(id => (id, true))];
        commands.RefuseWithoutTransaction(ups);
        string[] undone = [.. commands.Of([.. applied.Except(target).Select(id => (id, true))], first: false)];
        var catalog = await PostgreSqlCatalog.ReadAsync(session, cancellation);
        var remaking = await PostgreSqlRemaking.DropAsync(session, [.. present.Select(catalog.Find)], cancellation);
        var history = context.GetService<IHistoryRepository>();
        var made = PostgreSqlMadeObjects.Drops(commands.UpOperations(applied.Union(target)));
        foreach (var sql in made.Concat(applied.Select(history.GetDeleteScript)).Concat(commands.Of(ups, first: true)))
        {
            await session.ExecuteAsync(sql, cancellation);
        }

        await remaking.PutBackAsync(undone, cancellation);
    }
}
