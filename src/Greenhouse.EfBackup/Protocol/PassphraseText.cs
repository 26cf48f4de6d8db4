namespace Greenhouse.EfBackup.Protocol;

/// <summary>Where a passphrase comes from that nobody types: never from the command line, where every user of the machine could read it.</summary>
internal static class PassphraseText
{
    public const string Variable = "EFBACKUP_PASSPHRASE";
    public const string FileVariable = "EFBACKUP_PASSPHRASE_FILE";

    // So that no passphrase is an answer of another kind, or the word that cancels.
    private const char AnswerMark = '=';

    /// <summary>The file that is named, else the variables; null where they give none.</summary>
    /// <param name="file">A path; null where none is named.</param>
    /// <param name="problem">What is wrong with the file; null where nothing is.</param>
    public static string? Find(string? file, out string? problem)
    {
        problem = null;
        return file is null && Value(Variable) is { } text ? text
            : (file ?? Value(FileVariable)) is { } path ? FirstLine(path, out problem)
            : null;
    }

    /// <summary>A typed passphrase as a line of the host's standard input; null is none.</summary>
    public static string ToAnswer(string? typed) => typed is null ? "" : AnswerMark + typed;

    /// <returns>Null where none was typed.</returns>
    public static string? OfAnswer(string? line) => line is { Length: > 1 } && line[0] == AnswerMark ? line[1..] : null;

    private static string? FirstLine(string path, out string? problem)
    {
        try
        {
            using var reader = new StreamReader(path);
            var line = reader.ReadLine();
            problem = string.IsNullOrEmpty(line) ? $"the first line of the passphrase file {path} is empty" : null;
            return problem is null ? line : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"the passphrase file {path} can't be read: {exception.Message}";
            return null;
        }
    }

    private static string? Value(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
