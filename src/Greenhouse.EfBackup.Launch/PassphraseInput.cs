using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>The secret that a file or the environment gives.</summary>
internal static class PassphraseInput
{
    /// <inheritdoc cref="Find(SecretText, string?)"/>
    public static string? Find(string? file) => Find(PassphraseText.Secret, file);

    /// <returns>Null where neither gives one.</returns>
    /// <exception cref="LaunchException">The file can't be read, or holds none.</exception>
    public static string? Find(SecretText secret, string? file)
        => secret.Find(file, out var problem) ?? (problem is null ? null : throw new LaunchException(ErrorCode.NoPassphrase, problem, $"its first line is to be the {secret.What}"));
}
