using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>The process that is killed: writes each point that it reaches to standard output, a line each, and waits for its end where it is told to.</summary>
internal static class Child
{
    /// <summary>In place of a point: nowhere.</summary>
    public const string Nowhere = "-";

    /// <param name="database">The kind of database.</param>
    /// <param name="operation">What it does.</param>
    /// <param name="halt">The point to wait at, <c>load:2</c> for the second time that it is reached.</param>
    public static async Task<int> RunAsync(string database, Operation operation, string halt)
    {
        var connection = Console.ReadLine()!;
        var folder = new BackupFolder(Console.ReadLine()!);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var times = new Dictionary<string, int>();
        await new Work(() => Open(database, connection), folder, TimeProvider.System, Reach).RunAsync(operation);
        return 0;

        void Reach(string point)
        {
            var time = times[point] = times.GetValueOrDefault(point) + 1;
            output.WriteLine(point);
            if (halt == $"{point}:{time}")
            {
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }

    public static SchemaChain.Context Open(string database, string connection)
    {
        var options = new DbContextOptionsBuilder<SchemaChain.Context>();
        return new SchemaChain.Context((database == "sqlite" ? options.UseSqlite(connection) : options.UseNpgsql(connection)).Options);
    }
}
