using System.Diagnostics;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup;

/// <summary>Takes what an operation has to say while it works, and lets reports of progress through a few times a second only.</summary>
/// <param name="emit">Takes an event; called from the thread that works.</param>
internal sealed class Progress(Action<BackupEvent> emit)
{
    private const int MillisecondsBetweenReports = 200;
    private long _last = Environment.TickCount64;

    public static Progress None { get; } = new(_ => { });

    public void Say(BackupEvent said) => emit(said);

    public void Warn(ErrorCode code, string message, string help) => emit(new WarningEvent(code.Id, message, help));

    public void Report(string stage, string table, long done, long total)
    {
        var now = Environment.TickCount64;
        if (now - _last >= MillisecondsBetweenReports)
        {
            _last = now;
            emit(new ProgressEvent(stage, table, done, total));
        }
    }

    public static double SecondsSince(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);
}
