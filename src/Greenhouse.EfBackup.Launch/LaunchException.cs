using System.Diagnostics.CodeAnalysis;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>A failure before the host could speak for itself: what the user can cause or meet, with its code and a way on.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without a code it would not be one.")]
internal sealed class LaunchException(ErrorCode code, string message, string? help = null, IReadOnlyList<string>? details = null) : Exception(message)
{
    public ErrorCode Code { get; } = code;

    public string? Help { get; } = help;

    public IReadOnlyList<string> Details { get; } = details ?? [];

    /// <summary>A configuration that is wrong.</summary>
    public static LaunchException Of(ConfigurationException wrong) => new(wrong.Code, wrong.Message, wrong.Help);

    /// <summary>An interruption, wherever it came.</summary>
    public static LaunchException Interrupted() => new(ErrorCode.Interrupted, "Interrupted", "Nothing was changed");

    /// <summary>The same failure as the host would have said it, so that everything behind has one kind of error.</summary>
    public ErrorEvent ToEvent() => new()
    {
        Code = Code.Id,
        ExitCode = Code.ExitCode,
        Message = Message,
        Help = Help,
        Details = Details,
    };
}
