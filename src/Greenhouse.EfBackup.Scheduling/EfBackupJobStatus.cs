using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Scheduling;

/// <summary>How the job of a context is doing.</summary>
/// <typeparam name="TContext">The context.</typeparam>
public sealed class EfBackupJobStatus<TContext>
    where TContext : DbContext
{
    private volatile JobState _state = new(null, null, null, null);

    /// <summary>The newest backup, whichever instance of the application took it; null where none is known.</summary>
    public string? File => _state.File;

    /// <summary>When that was taken (UTC).</summary>
    public DateTimeOffset? LastBackup => _state.LastBackup;

    /// <summary>Why the last try failed; null where it did not.</summary>
    public Exception? LastFailure => _state.LastFailure;

    /// <summary>When it is tried next (UTC); null before the first try is over.</summary>
    public DateTimeOffset? Next => _state.Next;

    internal void Done(EfBackupCreateResult result)
        => _state = _state with { LastFailure = null, File = result.File ?? _state.File, LastBackup = result.File is null ? _state.LastBackup : result.Timestamp };

    internal void Failed(Exception failure) => _state = _state with { LastFailure = failure };

    internal void Waits(DateTimeOffset next) => _state = _state with { Next = next };

    private sealed record JobState(string? File, DateTimeOffset? LastBackup, Exception? LastFailure, DateTimeOffset? Next);
}
