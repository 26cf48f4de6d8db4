using System.CommandLine;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>The option that says how far a backup is verified.</summary>
internal static class VerifyLevel
{
    public static Option<string?> Option(string name, string what)
    {
        var option = new Option<string?>(name)
        {
            Description = what + ": file (every hash, and that keys and foreign keys hold), schema (it also fits the database and the code's migrations) or rehearse (it is also restored into a scratch database, read back and compared)",
        };
        return option.AcceptOnlyFromAmong(VerifyLevels.All);
    }
}
