using System.Runtime.CompilerServices;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>Carries out the verb of a request.</summary>
internal sealed class RequestHandler(BackupRequest request, Progress progress, Action<string> confirm, PassphraseSource passphrases)
{
    /// <exception cref="EfBackupException">It could not be done.</exception>
    public Task<ResultEvent> HandleAsync(CancellationToken cancellation)
    {
        if (request.Level is { } level && !VerifyLevels.All.Contains(level))
        {
            throw new EfBackupException(ErrorCode.Usage, $"'{level}' is no level of a verification", $"it can be {string.Join(", ", VerifyLevels.All)}");
        }

        return BackupRequest.NeedsApplication(request.Verb, request.Level, request.Against)
            ? HandleDatabaseAsync(cancellation)
            : HandleFilesAsync(new BackupFolder(request.BackupFolder), cancellation);
    }

    private Task<ResultEvent> HandleFilesAsync(BackupFolder folder, CancellationToken cancellation)
        => request.Verb is Verbs.List or Verbs.Prune
            ? Task.FromResult(new FolderVerbs(request, folder, progress, confirm, TimeProvider.System).Handle(cancellation))
            : new FileVerbs(request, folder, progress, passphrases).HandleAsync(cancellation);

    /// <summary>Apart, so that EF Core's types load only where there is an application that brings them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<ResultEvent> HandleDatabaseAsync(CancellationToken cancellation)
        => new DatabaseVerbs(request, progress, confirm, passphrases).HandleAsync(cancellation);
}
