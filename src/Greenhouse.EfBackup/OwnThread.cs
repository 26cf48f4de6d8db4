namespace Greenhouse.EfBackup;

/// <summary>
/// Work that waits for other threads or for a disk gets a thread of its own. The pool has as many threads as there are cores and adds one every half second where
/// all of them wait: whatever is awaited meanwhile, an answer of the server above all, would not be noticed before.
/// </summary>
internal static class OwnThread
{
    public static Task Run(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Task<T> Run<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
