using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>The passphrase that a file or the environment gives.</summary>
internal static class PassphraseInput
{
    /// <returns>Null where neither gives one.</returns>
    /// <exception cref="LaunchException">The file can't be read, or holds none.</exception>
    public static string? Find(string? file)
        => PassphraseText.Find(file, out var problem) ?? (problem is null ? null : throw new LaunchException(ErrorCode.NoPassphrase, problem, "its first line is to be the passphrase"));
}
