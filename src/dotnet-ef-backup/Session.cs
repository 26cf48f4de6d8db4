using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Commands;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool;

/// <summary>One run at a console: standard output gets the result, standard error the talk.</summary>
internal static class Session
{
    /// <returns>The exit code.</returns>
    public static int Run(Verb verb, VerbOptions options)
    {
        var interactive = !Console.IsInputRedirected && !Console.IsErrorRedirected;
        using var interruption = new Interruption();
        using var talk = Moves(options.Display) ? new TerminalTalk(Console.Error, options.Display) : new Talk(Console.Error, options.Display);
        var ended = VerbRunner.Run(options, interactive, talk, interruption.Stop);
        talk.Finish();
        if (ended is ErrorEvent error)
        {
            talk.Error(error);
        }

        if (options.Display.Json)
        {
            WriteJson(options.Verb, ended);
        }
        else if (ended is ResultEvent result)
        {
            verb.Print(result, new ResultWriter(Console.Out, options.Display.Quiet));
        }

        return ended is ErrorEvent { ExitCode: var code } ? code : ((ResultEvent)ended).ExitCode;
    }

    /// <summary>Ends before anything ran: the command line is wrong.</summary>
    public static int Refuse(ErrorEvent error, bool json, string verb)
    {
        Talk.WriteError(Console.Error, error, verbose: false);
        if (json)
        {
            WriteJson(verb, error);
        }

        return error.ExitCode;
    }

    private static bool Moves(DisplayOptions display) => !Console.IsErrorRedirected && display is { Quiet: false, NoColor: false };

    private static void WriteJson(string verb, BackupEvent ended)
    {
        using var output = Console.OpenStandardOutput();
        JsonResult.Write(output, verb, ended);
    }
}
