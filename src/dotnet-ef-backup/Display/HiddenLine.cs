using System.Text;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>A line that is typed on a terminal and not shown on it.</summary>
internal static class HiddenLine
{
    /// <returns>Null where nothing is typed, or it is broken off with Ctrl-C or Ctrl-D.</returns>
    public static string? Read(TextWriter output, string prompt)
    {
        output.Write(prompt);
        output.Flush();
        // Else Ctrl-C would be a signal, which does not end a read that is under way.
        Console.TreatControlCAsInput = true;
        try
        {
            return Read(() => Console.ReadKey(intercept: true));
        }
        finally
        {
            Console.TreatControlCAsInput = false;
            output.WriteLine();
        }
    }

    internal static string? Read(Func<ConsoleKeyInfo> next)
    {
        var line = new StringBuilder();
        while (true)
        {
            var key = next();
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    return line.Length > 0 ? line.ToString() : null;
                case { Key: ConsoleKey.C or ConsoleKey.D, Modifiers: ConsoleModifiers.Control }:
                    return null;
                case { Key: ConsoleKey.Backspace }:
                    Shorten(line);
                    break;
                case { KeyChar: >= ' ' }:
                    line.Append(key.KeyChar);
                    break;
            }
        }
    }

    /// <summary>Some characters are two of .NET's.</summary>
    private static void Shorten(StringBuilder line)
    {
        var last = line.Length == 0 ? 0 : char.IsLowSurrogate(line[^1]) ? 2 : 1;
        line.Length -= last;
    }
}
