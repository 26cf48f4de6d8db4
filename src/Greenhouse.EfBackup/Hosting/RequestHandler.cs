using System.Runtime.CompilerServices;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>Carries out the verb of a request.</summary>
internal sealed class RequestHandler(BackupRequest request, Progress progress, Action<string> confirm, PassphraseSource passphrases)
{
    /// <exception cref="EfBackupException">It could not be done.</exception>
    public Task<ResultEvent> HandleAsync(CancellationToken cancellation)
        => Verbs.NeedApplication(request.Verb)
            ? HandleDatabaseAsync(cancellation)
            : Task.FromResult(HandleFiles(new BackupFolder(request.BackupFolder), cancellation));

    private ResultEvent HandleFiles(BackupFolder folder, CancellationToken cancellation)
        => request.Verb is Verbs.List or Verbs.Prune
            ? new FolderVerbs(request, folder, progress, confirm, TimeProvider.System).Handle(cancellation)
            : new FileVerbs(request, folder, progress, passphrases).Handle(cancellation);

    /// <summary>Apart, so that EF Core's types load only where there is an application that brings them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<ResultEvent> HandleDatabaseAsync(CancellationToken cancellation)
        => new DatabaseVerbs(request, progress, confirm, passphrases).HandleAsync(cancellation);
}
