using System.Collections.Concurrent;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Operations;

/// <summary>Hears what an operation says, for those who called it in code: progress goes to them, warnings into its result, all into the log.</summary>
/// <param name="log">The context's.</param>
/// <param name="report">Told of progress; null where nobody asks.</param>
internal sealed class Listener(OperationLog log, IProgress<EfBackupProgress>? report)
{
    private readonly ConcurrentQueue<EfBackupWarning> _warnings = new();

    public OperationLog Log => log;

    /// <summary>What was warned of so far.</summary>
    public IReadOnlyList<EfBackupWarning> Warnings => [.. _warnings];

    /// <summary>How messages name the backup, where it has no name that anybody knows.</summary>
    public Func<string, string> Named { get; set; } = message => message;

    public Progress Progress => new(Hear);

    private void Hear(BackupEvent said)
    {
        switch (said)
        {
            case TableEvent table:
                report?.Report(new EfBackupProgress(StageOf(table.Stage), table.Table, table.Rows, table.Rows));
                break;
            case ProgressEvent progress:
                report?.Report(new EfBackupProgress(StageOf(progress.Stage), progress.Table, progress.Done, progress.Total));
                break;
            case WarningEvent warning:
                _warnings.Enqueue(new EfBackupWarning(warning.Code, Named(warning.Message), warning.Help));
                log.Warn(Named($"{warning.Code}: {warning.Message}; {warning.Help}"));
                break;
            case NoteEvent note:
                log.Detail(Named(note.Message));
                break;
        }
    }

    private static EfBackupStage StageOf(string stage)
        => stage switch
        {
            Stages.Read => EfBackupStage.Read,
            Stages.Check => EfBackupStage.Check,
            Stages.Safety => EfBackupStage.Safety,
            Stages.Clear => EfBackupStage.Clear,
            Stages.Load => EfBackupStage.Load,
            Stages.Verify => EfBackupStage.Verify,
            Stages.Compare => EfBackupStage.Compare,
            _ => throw new InvalidOperationException($"The stage '{stage}' is not one of this version's."),
        };
}
