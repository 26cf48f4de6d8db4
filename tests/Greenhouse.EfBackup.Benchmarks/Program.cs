using Greenhouse.EfBackup.Benchmarks;

// dotnet run -c Release --project tests/Greenhouse.EfBackup.Benchmarks -- sqlite|postgresql|postgresql-memory|startup [runs]
var runs = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 3;
switch (args.FirstOrDefault())
{
    case "sqlite":
        SqliteBenchmark.Run(runs);
        break;
    case "postgresql":
        PostgreSqlBenchmark.Run(runs);
        break;
    case "postgresql-memory":
        PostgreSqlMemory.Run();
        break;
    case "startup":
        StartupBenchmark.Run(runs);
        break;
    default:
        Console.Error.WriteLine("Name what to measure: sqlite (3 million rows, beside sqlite3), postgresql (4 million rows, beside pg_dump and pg_restore), postgresql-memory (ten times as many), startup (a small database, beside dotnet ef).");
        return 2;
}

return 0;
