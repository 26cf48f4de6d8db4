using System.Globalization;
using Greenhouse.EfBackup.Endurance.Damage;
using Greenhouse.EfBackup.Endurance.Databases;
using Greenhouse.EfBackup.Endurance.Kills;
using Greenhouse.EfBackup.PostgreSql.Tests;
using Greenhouse.EfBackup.Sqlite.Tests;

// dotnet run -c Release --project tests/Greenhouse.EfBackup.Endurance -- kills sqlite|postgresql [count]
// dotnet run -c Release --project tests/Greenhouse.EfBackup.Endurance -- databases sqlite|postgresql [count] [seed] [first number]
// dotnet run -c Release --project tests/Greenhouse.EfBackup.Endurance -- truncations|bits
switch (args)
{
    case ["kills", "sqlite" or "postgresql", ..]:
        return await KillsVerb.RunAsync(args[1], args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 200);
    case ["databases", "sqlite" or "postgresql", ..]:
        var count = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 500;
        var seed = args.Length > 3 ? ulong.Parse(args[3], CultureInfo.InvariantCulture) : (ulong)Random.Shared.NextInt64();
        var first = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 0;
        return await (args[1] == "sqlite" ? DatabasesVerb.RunAsync<SqliteFixture>(count, seed, first) : DatabasesVerb.RunAsync<PostgreSqlFixture>(count, seed, first));
    case ["truncations"]:
        return await DamageVerb.TruncateAsync();
    case ["bits"]:
        return await DamageVerb.TurnBitsAsync();
    case [Victim.Verb, var database, var operation, var halt]:
        return await Child.RunAsync(database, Enum.Parse<Operation>(operation), halt);
    default:
        Console.Error.WriteLine("Name what to try: kills sqlite|postgresql [count] (processes that are killed at every stage), databases sqlite|postgresql [count] [seed] [first number] (random ones, there and back), truncations, bits (of files, which must be noticed).");
        return 2;
}
