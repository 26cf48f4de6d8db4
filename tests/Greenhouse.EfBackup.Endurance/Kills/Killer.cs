using System.Diagnostics;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>One kill.</summary>
/// <param name="Point">The last point that the process had reached.</param>
/// <param name="IsAimed">The point was chosen, and not the time.</param>
/// <param name="Broken">What is not as promised after it.</param>
internal sealed record Kill(Operation Operation, string Point, bool IsAimed, IReadOnlyList<string> Broken);

/// <summary>Starts processes and kills them.</summary>
internal sealed class Killer(Lab lab, Random random)
{
    private readonly List<Kill> _kills = [];

    public IReadOnlyList<Kill> Kills => _kills;

    public int Count(KillScenario scenario, string point) => _kills.Count(kill => (kill.Operation, kill.Point) == (scenario.Operation, point));

    /// <summary>While it waits at the point.</summary>
    public Task KillExactlyAtAsync(KillScenario scenario, string point)
        => KillAsync(scenario, aimed: true, victim => victim.ReadTo(point), $"{point}:1");

    /// <summary>Somewhere between the point and the next one.</summary>
    public Task KillBehindAsync(KillScenario scenario, string point)
    {
        var times = random.Next(scenario.Course.Count(reached => reached.Point == point)) + 1;
        return KillAsync(scenario, aimed: true, victim =>
        {
            victim.ReadTo(point, times);
            Wait(scenario.At(point) * random.NextDouble());
        });
    }

    /// <summary>When a file is in the state that the point means.</summary>
    public Task KillBesideFileAsync(KillScenario scenario, string point)
        => KillAsync(scenario, aimed: true, victim =>
        {
            victim.ReadTo(scenario.Course[^2].Point, scenario.Course.Count(reached => reached.Point == scenario.Course[^2].Point));
            var aftermath = new Aftermath(lab, scenario);
            while (!victim.HasExited && !aftermath.IsAt(point))
            {
            }
        });

    public Task KillAtRandomAsync(KillScenario scenario)
        => KillAsync(scenario, aimed: false, victim =>
        {
            victim.ReadTo(Points.Begun);
            Wait(scenario.Duration * random.NextDouble());
        });

    private async Task KillAsync(KillScenario scenario, bool aimed, Action<Victim> approach, string halt = Child.Nowhere)
    {
        lab.BringBack(scenario.Start);
        using var victim = new Victim(lab.Kind, lab.ConnectionString, lab.Backups, scenario.Operation, halt);
        approach(victim);
        victim.Kill();
        if (victim.Reached[^1] != Points.Done)
        {
            var aftermath = new Aftermath(lab, scenario);
            var point = aftermath.PointOf(victim.Reached);
            _kills.Add(new Kill(scenario.Operation, point, aimed, await aftermath.FindBrokenPromisesAsync(victim.Reached)));
            Console.Error.WriteLine($"{_kills.Count} {scenario.Operation} {point} {string.Join("; ", _kills[^1].Broken)}");
        }
    }

    /// <summary>Finer than a timer.</summary>
    private static void Wait(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Thread.SpinWait(100);
        }
    }
}
