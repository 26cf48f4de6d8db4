using System.Diagnostics;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>A process of this program that does an operation, and is killed (SIGKILL).</summary>
internal sealed class Victim : IDisposable
{
    public const string Verb = "victim";

    private readonly Process _process;
    private readonly List<string> _reached = [];

    /// <param name="halt">Where it waits for its end.</param>
    public Victim(string database, string connection, string folder, Operation operation, string halt = Child.Nowhere)
    {
        var program = Environment.ProcessPath!;
        string[] start = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Victim).Assembly.Location] : [];
        _process = Process.Start(new ProcessStartInfo(program, [.. start, Verb, database, operation.ToString(), halt]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.StandardInput.WriteLine(connection);
        _process.StandardInput.WriteLine(folder);
        _process.StandardInput.Flush();
    }

    /// <summary>The points that it has reached.</summary>
    public IReadOnlyList<string> Reached => _reached;

    public bool HasExited => _process.HasExited;

    /// <returns>The next point; null at its end.</returns>
    public string? ReadPoint()
    {
        var point = _process.StandardOutput.ReadLine();
        if (point is not null)
        {
            _reached.Add(point);
        }

        return point;
    }

    /// <summary>Reads on until a point was reached so many times.</summary>
    /// <exception cref="InvalidOperationException">It has ended before that.</exception>
    public void ReadTo(string point, int times = 1)
    {
        while (_reached.Count(reached => reached == point) < times)
        {
            _ = ReadPoint() ?? throw new InvalidOperationException($"'{point}' was not reached: {_process.StandardError.ReadToEnd()}");
        }
    }

    /// <summary>What it has said until then is read too.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        while (ReadPoint() is not null)
        {
        }
    }

    public void Dispose() => _process.Dispose();
}
