using Greenhouse.EfBackup.Benchmarks;

// dotnet run -c Release --project tests/Greenhouse.EfBackup.Benchmarks -- sqlite|postgresql|postgresql-memory|sqlite-data|postgresql-data|startup [runs]
if (args is [DataLoop.Verb, var context, var verb, var file])
{
    await DataLoop.RunAsync(context, verb, file);
    return 0;
}

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
    case "sqlite-data":
        using (var lab = new SqliteDataLab())
        {
            DataBenchmark.Run(lab, runs);
        }

        break;
    case "postgresql-data":
        using (var lab = new PostgreSqlDataLab())
        {
            DataBenchmark.Run(lab, runs);
        }

        break;
    case "startup":
        StartupBenchmark.Run(runs);
        break;
    default:
        Console.Error.WriteLine("Name what to measure: sqlite (3 million rows, beside sqlite3), postgresql (4 million rows, beside pg_dump and pg_restore), postgresql-memory (ten times as many), sqlite-data and postgresql-data (merges, subsets, masking, and the loop that applications write), startup (a small database, beside dotnet ef).");
        return 2;
}

return 0;
