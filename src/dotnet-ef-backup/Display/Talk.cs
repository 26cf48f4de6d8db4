using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>What is said on standard error while a verb runs, as plain lines.</summary>
internal class Talk(TextWriter error, DisplayOptions options) : IHostListener, IDisposable
{
    /// <summary>How an error is shown: <c>error EFB1203: what happened, where; how to go on</c>.</summary>
    public void Error(ErrorEvent failure)
    {
        Pause();
        WriteError(error, failure, options.Verbose);
    }

    /// <summary>Writes an error with its findings below; the stack only where it is asked for, or where nothing else would help.</summary>
    public static void WriteError(TextWriter writer, ErrorEvent failure, bool verbose)
    {
        writer.WriteLine($"error {failure.Code}: {Sentence.Of(failure.Message, failure.Help)}");
        foreach (var line in failure.Details.SelectMany(Lines))
        {
            writer.WriteLine("  " + line);
        }

        if (failure.Stack is { } stack && (verbose || failure.Code == ErrorCode.Bug.Id))
        {
            foreach (var line in Lines(stack))
            {
                writer.WriteLine("    " + line);
            }
        }
    }

    public virtual void Report(BackupEvent happened)
    {
        switch (happened)
        {
            case WarningEvent warning:
                Pause();
                error.WriteLine($"warning {warning.Code}: {Sentence.Of(warning.Message, warning.Help)}");
                break;
            case NoteEvent note when !options.Quiet:
                Say(note.Message);
                break;
            case StartedEvent started when options.Verbose:
                Say($"{started.Context} on {started.Provider}, database {started.Database}; EF Core {started.EfCore}, Greenhouse.EfBackup {started.Library}{(started.FromApplication ? " of the application" : "")}");
                break;
            case TableEvent table when options.Verbose:
                Say($"{table.Stage} {table.Index}/{table.Count} {table.Table}: {Format.Rows(table.Rows)}");
                break;
        }
    }

    /// <summary>The application's own output goes through as it is.</summary>
    void IHostListener.Talk(string line)
    {
        if (!options.Quiet)
        {
            Pause();
            error.WriteLine(line);
        }
    }

    public bool Answer(QuestionEvent question)
    {
        Pause();
        error.Write(ControlCharacters.Escape(question.Message) + " [y/N] ");
        var answer = Console.In.ReadLine()?.Trim();
        return string.Equals(answer, "y", StringComparison.OrdinalIgnoreCase) || string.Equals(answer, "yes", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Nobody sees what is typed; for something new it is typed twice.</summary>
    public string? TypePassphrase(PassphraseEvent wanted)
    {
        Pause();
        var typed = HiddenLine.Read(error, ControlCharacters.Escape(wanted.Message) + ": ");
        if (typed is null || !wanted.IsNew || HiddenLine.Read(error, "The same again: ") == typed)
        {
            return typed;
        }

        error.WriteLine("They differ.");
        return null;
    }

    /// <summary>The run is over: what moves is taken away before the result is written.</summary>
    public void Finish() => Pause();

    public void Dispose()
    {
        Pause();
        GC.SuppressFinalize(this);
    }

    /// <summary>Something that moves makes room for a line.</summary>
    protected virtual void Pause()
    {
    }

    private void Say(string text)
    {
        Pause();
        error.WriteLine(ControlCharacters.Escape(text));
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(l => ControlCharacters.Escape(l.TrimEnd('\r')));
}
