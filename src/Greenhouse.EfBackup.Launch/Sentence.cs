using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>The one form of errors and warnings: what happened, where; how to go on.</summary>
internal static class Sentence
{
    /// <summary>Joins both to one line without control characters.</summary>
    public static string Of(string message, string? help)
    {
        var what = OneLine(message);
        return ControlCharacters.Escape(help is null ? what : $"{what.TrimEnd('.')}; {Continued(OneLine(help))}");
    }

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>After a semicolon a sentence goes on in lower case; a name such as EFBACKUP keeps its letters.</summary>
    private static string Continued(string text)
        => text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
