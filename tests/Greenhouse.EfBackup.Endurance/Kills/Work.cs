using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Pruning;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>Does an operation, as the doors of the library do it, and says which point it has reached.</summary>
/// <param name="open">Opens the context.</param>
/// <param name="folder">Of the backups.</param>
/// <param name="time">By which files are named, and abandoned ones found.</param>
/// <param name="reach">Told of every point, on the thread that works.</param>
internal sealed class Work(Func<SchemaChain.Context> open, BackupFolder folder, TimeProvider time, Action<string> reach)
{
    public async Task RunAsync(Operation operation)
    {
        if (operation == Operation.Prune)
        {
            Prune();
            return;
        }

        await using var context = open();
        await using var database = await SupportedDatabases.OpenAsync(context, DatabaseSettings.Default, CancellationToken.None);
        var pointed = new PointedDatabase(database, reach);
        reach(Points.Begun);
        await (operation switch
        {
            Operation.Create => (Task)new BackupCreator(context, pointed, folder, Progress, time).CreateAsync(new CreateOptions(TableSelection.Mapped), CancellationToken.None),
            Operation.Migrate => new SchemaMigrator(context, pointed, folder, Progress, _ => { }, time).MigrateAsync(new MigrateOptions(), CancellationToken.None),
            Operation.Undo => UndoAsync(context, pointed),
            _ => RestoreAsync(context, pointed),
        });
        reach(Points.Done);
    }

    private void Prune()
    {
        reach(Points.Begun);
        var plan = new PrunePlanner(folder, new RetentionPolicy { KeepLast = 3 }, _ => null, passphrase: null, Progress, time).Plan(sound: null, CancellationToken.None);
        reach(Points.Planned);
        new Pruner(folder, Progress, time).CarryOut(plan, CancellationToken.None);
        reach(Points.Done);
    }

    private Progress Progress => new(said =>
    {
        if (said is TableEvent table)
        {
            reach(table.Stage);
        }
    });

    private Task<RestoreResult> RestoreAsync(SchemaChain.Context context, PointedDatabase database)
    {
        var file = folder.Resolve(BackupRequest.Latest, context.GetType().FullName, database.Name);
        return new Restorer(context, database, folder, Progress, _ => { }, time).RestoreAsync(file, Options, CancellationToken.None, Check(file));
    }

    private Task<RestoreResult> UndoAsync(SchemaChain.Context context, PointedDatabase database)
    {
        var file = folder.ResolveMigration(null, context.GetType().FullName, database.Name);
        return new SchemaRestorer(context, database, folder, Progress, _ => { }, time).RestoreAsync(file, SchemaMode.Backup, Options, CancellationToken.None, Check(file));
    }

    private static RestoreOptions Options => new(TableSelection.Mapped, ReadBack: true);

    private Task<CheckedFile> Check(string file)
    {
        reach(Stages.Check);
        return Task.FromResult(FileCheck.Check(file, passphrase: null, Progress.None, CancellationToken.None));
    }
}
