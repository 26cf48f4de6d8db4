using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup;

/// <summary>
/// An expected failure: something that the user, the database or a file can cause. Nothing was half done when it is thrown.
/// Anything else that escapes is a bug.
/// </summary>
public sealed class EfBackupException : Exception
{
    internal EfBackupException(ErrorCode code, string message, string help, IReadOnlyList<string>? details = null, Exception? inner = null)
        : base(message, inner)
    {
        ErrorCode = code;
        Help = help;
        Details = details ?? [];
    }

    /// <summary>The code, such as <c>EFB1203</c>; the README has the table.</summary>
    public string Code => ErrorCode.Id;

    /// <summary>How to go on.</summary>
    public string Help { get; }

    /// <summary>Single findings (each difference, each dangling row), a line each.</summary>
    public IReadOnlyList<string> Details { get; }

    /// <summary>The code with its exit code.</summary>
    internal ErrorCode ErrorCode { get; }
}
