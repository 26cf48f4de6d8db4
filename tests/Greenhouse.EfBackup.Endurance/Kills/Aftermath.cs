using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>What must be true after a kill.</summary>
/// <param name="lab">Where it happened.</param>
/// <param name="scenario">What was to happen.</param>
internal sealed class Aftermath(Lab lab, KillScenario scenario)
{
    /// <summary>Where the process was, its files taken into account, which it says nothing of.</summary>
    public string PointOf(IReadOnlyList<string> reached)
        => Points.SeenInFolder(scenario.Operation).LastOrDefault(IsAt) ?? reached[^1];

    /// <summary>Whether the folder of backups is as it is at a point that no process says.</summary>
    public bool IsAt(string point)
        => point switch
        {
            Points.Flush => lab.Unfinished().Any(IsWhole),
            Points.Named => Backups().Length > 0,
            _ => Directory.EnumerateFiles(lab.Backups).Count() < scenario.Old.Files.Count,
        };

    /// <returns>What is not as promised; empty where all is.</returns>
    public async Task<IReadOnlyList<string>> FindBrokenPromisesAsync(IReadOnlyList<string> reached)
    {
        List<string> broken = [.. Backups().Select(Check).OfType<string>(), .. lab.Complaints()];
        var left = lab.Look();
        var (isOld, isNew) = (left.IsSame(scenario.Old), left.IsSame(scenario.New));
        broken.AddRange(isOld || isNew ? [] : ["the database is neither the old nor the new one"]);
        broken.AddRange(scenario.New.Files.Except(left.Files).Where(_ => scenario.Operation == Operation.Prune).Select(file => $"{file} should have stayed"));
        broken.AddRange(reached.Contains(Points.Committed) && !isNew ? ["what was committed is not there"] : []);
        broken.AddRange(!reached.Contains(Points.Commit) && !isOld ? ["there is something that was not committed"] : []);
        await GoOnAsync(broken, isNew && !isOld);
        return broken;
    }

    /// <summary>The next command works, and removes what the killed one has left; one that has nothing to do is followed by the way back.</summary>
    private async Task GoOnAsync(List<string> broken, bool isDone)
    {
        try
        {
            await KillScenarios.RunAsync(lab, scenario.Operation);
            var now = lab.Look();
            broken.AddRange(now.IsSame(scenario.New) && (scenario.Operation != Operation.Prune || now.Files.SequenceEqual(scenario.New.Files)) ? [] : ["the next command does not lead to the new state"]);
            if (isDone && scenario.Operation == Operation.Migrate)
            {
                await KillScenarios.RunAsync(lab, Operation.Undo);
            }
        }
        catch (EfBackupException exception)
        {
            broken.Add($"the next command fails: {exception.Code}: {exception.Message}");
        }

        broken.AddRange(Backups().Select(Check).OfType<string>());
        broken.AddRange(lab.Unfinished().Select(file => $"{Path.GetFileName(file)} stays after the next command"));
    }

    private string[] Backups() => [.. Directory.EnumerateFiles(lab.Backups).Where(file => BackupName.IsBackup(Path.GetFileName(file)))];

    private static string? Check(string file)
    {
        try
        {
            FileCheck.Check(file, passphrase: null, Progress.None, CancellationToken.None);
            return null;
        }
        catch (EfBackupException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Up to its last byte.</summary>
    private static bool IsWhole(string file)
    {
        try
        {
            return File.ReadAllBytes(file).AsSpan().EndsWith(BackupFormat.Tail);
        }
        catch (IOException)
        {
            // It is gone, or has its name by now.
            return false;
        }
    }
}
