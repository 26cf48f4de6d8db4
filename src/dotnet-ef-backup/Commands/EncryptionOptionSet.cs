using System.CommandLine;
using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>Whether backups are encrypted, and where the passphrase comes from.</summary>
internal sealed class EncryptionOptionSet(string workingDirectory)
{
    /// <summary>The name of the option.</summary>
    public const string Encrypt = "--encrypt";

    private readonly Option<bool> _encrypt = new(Encrypt) { Description = "Encrypt what is written, safety backups included, in the age format with a passphrase" };
    private readonly Option<string?> _passphraseFile = new("--passphrase-file") { Description = $"A file whose first line is the passphrase of encrypted backups (default: the variables {PassphraseText.Variable} and {PassphraseText.FileVariable}, else a terminal asks)", HelpName = "file" };

    /// <summary>For verbs that write backups, and may read them.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_encrypt);
        AddPassphraseTo(command);
    }

    /// <summary>For verbs that read backups only.</summary>
    public void AddPassphraseTo(Command command) => command.Options.Add(_passphraseFile);

    /// <exception cref="LaunchException">The file gives no passphrase.</exception>
    public VerbOptions Read(ParseResult parsed, VerbOptions options) => options with
    {
        Encrypt = parsed.GetValue(_encrypt),
        Passphrase = PassphraseInput.Find(parsed.GetValue(_passphraseFile) is { } file ? Path.GetFullPath(file, workingDirectory) : null),
    };
}
