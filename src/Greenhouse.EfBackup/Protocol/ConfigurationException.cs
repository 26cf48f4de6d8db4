using System.Diagnostics.CodeAnalysis;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>A configuration file or a setting is wrong; whoever reads it turns this into its own kind of error.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without a code it would not be one.")]
internal sealed class ConfigurationException(ErrorCode code, string message, string help) : Exception(message)
{
    public ErrorCode Code { get; } = code;

    /// <summary>How to go on.</summary>
    public string Help { get; } = help;
}
