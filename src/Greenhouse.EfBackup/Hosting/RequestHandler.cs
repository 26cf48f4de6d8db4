using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Hosting.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>Carries out the verb of a request.</summary>
internal sealed class RequestHandler(BackupRequest request, Progress progress, Action<string> confirm)
{
    private readonly BackupFolder _folder = new(request.BackupFolder);

    /// <exception cref="EfBackupException">It could not be done.</exception>
    public async Task<ResultEvent> HandleAsync(CancellationToken cancellation)
        => request.Verb switch
        {
            Verbs.Create => await WithContextAsync(CreateAsync, cancellation),
            Verbs.Restore => await WithContextAsync(RestoreAsync, cancellation),
            Verbs.Verify => new ResultEvent { Verify = new FileReports(request, _folder, progress).Verify(cancellation) },
            Verbs.List => new ResultEvent { List = new FileReports(request, _folder, progress).List() },
            Verbs.Show => new ResultEvent { Show = new FileReports(request, _folder, progress).Show(cancellation) },
            _ => throw new InvalidOperationException($"The verb '{request.Verb}' is not one of this version's."),
        };

    private TableSelection Selection => new(request.Include, request.Exclude, request.AllTables);

    private async Task<ResultEvent> CreateAsync(DbContext context, IDatabase database, CancellationToken cancellation)
        => new()
        {
            Create = await new BackupCreator(context, database, _folder, progress, TimeProvider.System)
                .CreateAsync(new CreateOptions(Selection, request.Description, request.DryRun), cancellation),
        };

    private async Task<ResultEvent> RestoreAsync(DbContext context, IDatabase database, CancellationToken cancellation)
    {
        var file = _folder.Resolve(request.File!, context.GetType().FullName, database.Name);
        new FileReports(request, _folder, progress).WarnOfIncomplete(file);
        var options = new RestoreOptions(Selection, !request.NoSafetyBackup, request.DryRun, request.VerifyRestored);
        return new ResultEvent { Restore = await new Restorer(context, database, _folder, progress, confirm, TimeProvider.System).RestoreAsync(file, options, cancellation) };
    }

    private async Task<ResultEvent> WithContextAsync(Func<DbContext, IDatabase, CancellationToken, Task<ResultEvent>> action, CancellationToken cancellation)
    {
        var application = request.Application ?? throw new InvalidOperationException("The request names no application.");
        await using var context = ApplicationContext.Create(application, progress);
        if (application.Connection is { } connection && context.Database.ProviderName is not null)
        {
            ApplicationContext.SetConnection(context, connection);
        }

        await using var database = await SupportedDatabases.OpenAsync(context, cancellation);
        progress.Say(new StartedEvent(
            context.GetType().FullName!,
            context.Database.ProviderName!,
            database.Name,
            LibraryVersion.Of(typeof(DbContext).Assembly),
            LibraryVersion.Text,
            LibraryVersion.IsFromApplication));
        return await action(context, database, cancellation);
    }
}
