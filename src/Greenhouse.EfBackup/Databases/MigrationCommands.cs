using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Greenhouse.EfBackup.Databases;

/// <summary>
/// The statements that EF's migrator would run, one by one, without its transactions and its lock. A script of them would not do: SQL of a migration that does
/// not end in a semicolon runs well as a command and breaks what follows it in a script.
/// </summary>
internal sealed class MigrationCommands(DbContext context)
{
    private readonly IMigrationsAssembly _assembly = context.GetService<IMigrationsAssembly>();
    private readonly IMigrationsSqlGenerator _generator = context.GetService<IMigrationsSqlGenerator>();
    private readonly IHistoryRepository _history = context.GetService<IHistoryRepository>();

    /// <summary>What has to be taken back and applied, in that order.</summary>
    /// <param name="context">The context whose migrations they are.</param>
    /// <param name="applied">The migrations that are applied.</param>
    /// <param name="target">The last one to be applied; <c>0</c> for none.</param>
    public static IReadOnlyList<(string Id, bool Up)> Route(DbContext context, IReadOnlyList<string> applied, string target)
        => [.. MigrationHistory.Of(context, applied).RouteTo(target).Select(id => (id, !applied.Contains(id)))];

    /// <param name="context">The context whose migrations they are.</param>
    /// <param name="applied">The migrations that are applied.</param>
    /// <param name="wanted">Those that are to be, and no other.</param>
    public static IReadOnlyList<(string Id, bool Up)> Route(DbContext context, IReadOnlyList<string> applied, IReadOnlyList<string> wanted)
        => [.. MigrationHistory.Of(context, applied).RouteTo(wanted).Select(id => (id, !applied.Contains(id)))];

    /// <param name="route">The migrations.</param>
    /// <param name="first">There may be no history yet.</param>
    /// <param name="emptied">The tables are empty and get other rows: seeds that come back with a migration would reference what is not there.</param>
    public IEnumerable<string> Of(IReadOnlyList<(string Id, bool Up)> route, bool first, bool emptied = false)
    {
        if (first)
        {
            yield return _history.GetCreateIfNotExistsScript();
        }

        foreach (var (id, up) in route)
        {
            foreach (var command in Generate(id, up, seeds: !emptied))
            {
                yield return command.CommandText;
            }

            yield return up ? _history.GetInsertScript(new HistoryRow(id, ProductInfo.GetVersion())) : _history.GetDeleteScript(id);
        }
    }

    /// <summary>All that these migrations do on their way up.</summary>
    public IEnumerable<MigrationOperation> UpOperations(IEnumerable<string> ids) => ids.SelectMany(id => Create(id).UpOperations);

    /// <summary>What can't run in a transaction can't be taken back: whoever needs it hears so before anything is changed.</summary>
    public void RefuseWithoutTransaction(IReadOnlyList<(string Id, bool Up)> route)
    {
        foreach (var (id, up) in route)
        {
            if (Generate(id, up).Any(command => command.TransactionSuppressed))
            {
                throw new EfBackupException(
                    ErrorCode.MigrationNotInTransaction,
                    $"the migration {id} has commands that run outside of a transaction (suppressTransaction, CREATE INDEX CONCURRENTLY): what fails after them could not be taken back",
                    "apply it with `dotnet ef database update` or `dotnet ef-backup migrate --no-rollback`, or take those commands out of it");
            }
        }
    }

    private IReadOnlyList<MigrationCommand> Generate(string id, bool up, bool seeds = true)
    {
        var migration = Create(id);
        return up
            ? _generator.Generate(migration.UpOperations, Finished(migration.TargetModel))
            : _generator.Generate([.. migration.DownOperations.Where(operation => seeds || operation is not (InsertDataOperation or UpdateDataOperation or DeleteDataOperation))], _assembly.Migrations.Keys.Where(other => string.Compare(other, id, StringComparison.OrdinalIgnoreCase) < 0).Max(StringComparer.OrdinalIgnoreCase) is { } previous ? Finished(Create(previous).TargetModel) : null);
    }

    private Migration Create(string id) => _assembly.CreateMigration(_assembly.Migrations[id], context.Database.ProviderName!);

    private IModel Finished(IModel model) => context.GetService<IModelRuntimeInitializer>().Initialize(model, designTime: true, validationLogger: null);
}
