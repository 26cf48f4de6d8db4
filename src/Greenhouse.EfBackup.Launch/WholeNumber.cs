using System.Globalization;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>Numbers of a command line or of a property, and what they may be.</summary>
internal static class WholeNumber
{
    /// <summary>How many connections read side by side.</summary>
    /// <param name="name">The option or property, for the message.</param>
    /// <param name="text">Its value; null or empty where it is not given.</param>
    public static int? Parallel(string name, string? text) => Read(name, text, 1, BackupRequest.MostParallel, "connections, from 1 to 16");

    /// <summary>How many seconds a lock is waited for.</summary>
    /// <param name="name">The option or property, for the message.</param>
    /// <param name="text">Its value; null or empty where it is not given.</param>
    public static int? LockTimeout(string name, string? text) => Read(name, text, 0, BackupRequest.LongestLockTimeout, "seconds, from 0 to 1000000");

    /// <summary>How many rows are shown.</summary>
    /// <param name="name">The option, for the message.</param>
    /// <param name="text">Its value; null or empty where it is not given.</param>
    public static int? Limit(string name, string? text) => Read(name, text, 1, BackupRequest.MostLimit, "rows, from 1 to 100000");

    /// <summary>How many rows of a table a backup holds.</summary>
    /// <param name="name">The option or property, for the message.</param>
    /// <param name="text">Its value; null or empty where it is not given.</param>
    public static int? RowsOfTable(string name, string? text) => Read(name, text, 1, int.MaxValue, "rows, from 1 to 2147483647");

    private static int? Read(string name, string? text, int least, int most, string what)
        => string.IsNullOrWhiteSpace(text) ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw new LaunchException(ErrorCode.Usage, $"{name} is '{text}'", $"give it a number of {what}, or leave it away");
}
