namespace Greenhouse.EfBackup.Protocol;

/// <summary>Where a passphrase comes from that nobody types.</summary>
internal static class PassphraseText
{
    public const string Variable = "EFBACKUP_PASSPHRASE";
    public const string FileVariable = "EFBACKUP_PASSPHRASE_FILE";

    // So that no passphrase is an answer of another kind, or the word that cancels.
    private const char AnswerMark = '=';

    public static readonly SecretText Secret = new("passphrase", Variable, FileVariable);

    /// <inheritdoc cref="SecretText.Find"/>
    public static string? Find(string? file, out string? problem) => Secret.Find(file, out problem);

    /// <summary>A typed passphrase as a line of the host's standard input; null is none.</summary>
    public static string ToAnswer(string? typed) => typed is null ? "" : AnswerMark + typed;

    /// <returns>Null where none was typed.</returns>
    public static string? OfAnswer(string? line) => line is { Length: > 1 } && line[0] == AnswerMark ? line[1..] : null;
}
