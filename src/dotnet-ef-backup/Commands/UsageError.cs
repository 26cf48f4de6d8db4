using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>Makes the one error of a wrong command line.</summary>
internal static class UsageError
{
    public static LaunchException Because(string what, string help) => new(ErrorCode.Usage, what, help);
}
