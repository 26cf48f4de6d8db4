using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>Asks before anything is changed, where somebody is there to answer.</summary>
internal sealed class Confirmation(BackupRequest request, Action<BackupEvent> emit, Func<string?> ask)
{
    /// <summary>Returns when the answer is yes.</summary>
    /// <exception cref="EfBackupException">It is no, or nobody can answer.</exception>
    public void Demand(string question)
    {
        if (request.Yes)
        {
            return;
        }

        if (!request.Interactive)
        {
            throw new EfBackupException(ErrorCode.NeedsYes, $"nobody is there to answer: {question}", "say --yes to do it, or --dry-run to see what would happen");
        }

        emit(new QuestionEvent(question));
        if (ask() != "yes")
        {
            throw new EfBackupException(ErrorCode.Declined, "declined; nothing was changed", "run it again and answer yes");
        }
    }
}
