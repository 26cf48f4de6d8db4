namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>Kills processes at every point of every operation, and at random moments, and looks at what is left.</summary>
internal static class KillsVerb
{
    private const int InEachPoint = 3;

    /// <summary>A moment between two calls of the system is not always met: so often it is tried.</summary>
    private const int Attempts = 100;

    /// <param name="kind">Of database.</param>
    /// <param name="count">How many kills at least.</param>
    public static async Task<int> RunAsync(string kind, int count)
    {
        var seed = Random.Shared.Next();
        Console.WriteLine($"kills {kind} {count}, seed {seed}");
        using Lab lab = kind == "sqlite" ? new SqliteLab() : new PostgreSqlLab();
        var scenarios = await KillScenarios.MakeAsync(lab);
        var killer = new Killer(lab, new Random(seed));
        foreach (var scenario in scenarios)
        {
            await AtEachPointAsync(killer, scenario);
        }

        for (var i = 0; i < 10 * scenarios.Count || killer.Kills.Count < count; i++)
        {
            await killer.KillAtRandomAsync(scenarios[i % scenarios.Count]);
        }

        return Report(killer.Kills);
    }

    private static async Task AtEachPointAsync(Killer killer, KillScenario scenario)
    {
        foreach (var point in Points.Of(scenario.Operation))
        {
            for (var attempt = 0; attempt < Attempts && killer.Count(scenario, point) < InEachPoint; attempt++)
            {
                await (Points.SeenInFolder(scenario.Operation).Contains(point) ? killer.KillBesideFileAsync(scenario, point)
                    : attempt == 0 ? killer.KillExactlyAtAsync(scenario, point)
                    : killer.KillBehindAsync(scenario, point));
            }
        }
    }

    private static int Report(IReadOnlyList<Kill> kills)
    {
        var stages = Enum.GetValues<Operation>().SelectMany(operation => Points.Of(operation).Select(point => (Operation: operation, Point: point))).ToArray();
        TextTable.Write([
            ["operation", "killed at", "aimed", "random", "all"],
            .. stages.Select(stage => Row(stage.Operation, stage.Point, [.. kills.Where(kill => kill.Operation == stage.Operation && kill.Point == stage.Point)])),
            ["all", "", kills.Count(kill => kill.IsAimed), kills.Count(kill => !kill.IsAimed), kills.Count],
        ]);
        var missed = stages.Where(stage => !kills.Any(kill => (kill.Operation, kill.Point) == stage)).ToArray();
        foreach (var (operation, point) in missed)
        {
            Console.WriteLine($"not killed: {operation} at {point}");
        }

        var broken = kills.Where(kill => kill.Broken.Count > 0).ToArray();
        foreach (var kill in broken)
        {
            Console.WriteLine($"{kill.Operation} at {kill.Point}: {string.Join("; ", kill.Broken)}");
        }

        Console.WriteLine($"{kills.Count} kills, {broken.Length} broke a promise");
        return missed.Length + broken.Length == 0 ? 0 : 1;
    }

    private static object[] Row(Operation operation, string point, IReadOnlyList<Kill> kills)
        => [operation.ToString(), point, kills.Count(kill => kill.IsAimed), kills.Count(kill => !kill.IsAimed), kills.Count];
}
