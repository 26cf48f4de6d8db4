using System.Globalization;
using Greenhouse.EfBackup.Endurance.Kills;

// dotnet run -c Release --project tests/Greenhouse.EfBackup.Endurance -- kills sqlite|postgresql [count]
switch (args)
{
    case ["kills", "sqlite" or "postgresql", ..]:
        return await KillsVerb.RunAsync(args[1], args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 200);
    case [Victim.Verb, var database, var operation, var halt]:
        return await Child.RunAsync(database, Enum.Parse<Operation>(operation), halt);
    default:
        Console.Error.WriteLine("Name what to try: kills sqlite|postgresql [count] (processes that are killed at every stage).");
        return 2;
}
