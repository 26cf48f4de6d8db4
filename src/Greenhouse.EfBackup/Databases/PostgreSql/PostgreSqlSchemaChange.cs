using Greenhouse.EfBackup.Format;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases.PostgreSql;

/// <summary>
/// PostgreSQL changes schemas inside of transactions: the commands of the migrations run in one together with everything else.
/// </summary>
internal sealed class PostgreSqlSchemaChange(PostgreSqlDatabase database, DbContext context, PostgreSqlSession session, IRestoreTransaction transaction, PostgreSqlApplicationSettings settings, Action end) : ISchemaChange
{
    public IDatabase Database => database;

    public Task MigrateAsync(IReadOnlyList<string> applied, string target, CancellationToken cancellation)
        => RunAsync(applied, target, () => MigrationCommands.Route(context, applied, target), emptied: false, cancellation);

    public async Task MigrateBackAsync(IReadOnlyList<string> applied, IReadOnlyList<string> target, IReadOnlyList<TableDescription> present, IReadOnlyList<TableDescription> wanted, CancellationToken cancellation)
    {
        await RunAsync(applied, target[^1], () => MigrationCommands.Route(context, applied, target), emptied: true, cancellation);
        await PostgreSqlErrors.GuardAsync(database.Name, () => RestoreDefaultsAsync(wanted, cancellation), cancellation);
    }

    public Task CommitAsync(CancellationToken cancellation) => transaction.CommitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        end();
    }

    private Task RunAsync(IReadOnlyList<string> applied, string target, Func<IReadOnlyList<(string Id, bool Up)>> routeOf, bool emptied, CancellationToken cancellation)
        => MigrationErrors.GuardAsync(
            database.Name,
            target,
            async () =>
            {
                var commands = new MigrationCommands(context);
                var route = routeOf();
                commands.RefuseWithoutTransaction(route);
                await session.ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", cancellation);
                var ours = await PostgreSqlApplicationSettings.ReadAsync(session, cancellation);
                await settings.SetAsync(session, cancellation);
                foreach (var sql in commands.Of(route, applied.Count == 0, emptied))
                {
                    await session.ExecuteAsync(sql, cancellation);
                }

                await ours.SetAsync(session, cancellation);
            },
            cancellation);

    private async Task RestoreDefaultsAsync(IReadOnlyList<TableDescription> wanted, CancellationToken cancellation)
    {
        var schema = (await PostgreSqlCatalog.ReadAsync(session, cancellation)).Schema;
        foreach (var table in wanted)
        {
            var found = schema.Tables.FirstOrDefault(candidate => candidate.Key == table.Key);
            foreach (var column in table.Columns.Where(column => found?.Columns.FirstOrDefault(candidate => candidate.Name == column.Name) is { Generated: false, Identity: false } now && now.Default != column.Default))
            {
                await session.ExecuteAsync(
                    $"ALTER TABLE {PostgreSqlNames.Qualify(table.Schema ?? schema.DefaultSchema!, table.Name)} ALTER COLUMN {PostgreSqlNames.Quote(column.Name)} {(column.Default is null ? "DROP DEFAULT" : $"SET DEFAULT {column.Default}")}",
                    cancellation);
            }
        }
    }
}
