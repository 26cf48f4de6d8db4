namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>The command line, split at the first <c>--</c> before any parser sees it: what follows belongs to the application, whatever it looks like.</summary>
/// <param name="Own">Ours.</param>
/// <param name="Application">The application's; null where there is no <c>--</c>.</param>
internal sealed record Arguments(string[] Own, string[]? Application)
{
    public static Arguments Split(string[] arguments)
    {
        var separator = Array.IndexOf(arguments, "--");
        return separator < 0 ? new Arguments(arguments, null) : new Arguments(arguments[..separator], arguments[(separator + 1)..]);
    }
}
