using System.Runtime.CompilerServices;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>Carries out the verb of a request.</summary>
internal sealed class RequestHandler(BackupRequest request, Progress progress, Action<string> confirm)
{
    /// <exception cref="EfBackupException">It could not be done.</exception>
    public Task<ResultEvent> HandleAsync(CancellationToken cancellation)
        => Verbs.NeedApplication(request.Verb, request.Against)
            ? HandleDatabaseAsync(cancellation)
            : new FileVerbs(request, new BackupFolder(request.BackupFolder), progress).HandleAsync(cancellation);

    /// <summary>Apart, so that EF Core's types load only where there is an application that brings them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<ResultEvent> HandleDatabaseAsync(CancellationToken cancellation)
        => new DatabaseVerbs(request, progress, confirm).HandleAsync(cancellation);
}
