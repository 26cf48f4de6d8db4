using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>The passphrase of a request: what came with it, else what somebody types who is there to be asked.</summary>
internal sealed class PassphraseSource(BackupRequest request, Action<BackupEvent> emit, Func<string?> ask)
{
    private Passphrase? _passphrase = request.Passphrase is { } given ? new Passphrase(given) : null;

    /// <summary>What new backups are encrypted with; null where they are not.</summary>
    /// <exception cref="EfBackupException">They are to be, and there is none.</exception>
    public Passphrase? ToEncrypt()
        => !request.Encrypt ? null
            : Find("Passphrase for the backup", isNew: true) ?? throw new EfBackupException(
                ErrorCode.NoPassphrase,
                "the backup is to be encrypted, and no passphrase is given",
                $"give it with the variable {PassphraseText.Variable}, or with --passphrase-file (the property EfBackupPassphraseFile in a build); nothing was written");

    /// <summary>What opens a file; null where that needs none.</summary>
    /// <exception cref="EfBackupException">It needs one, and there is none.</exception>
    public Passphrase? ToOpen(string file)
        => !BackupFile.IsEncrypted(file) ? null : Find($"Passphrase of {Path.GetFileName(file)}", isNew: false) ?? throw AgeErrors.Missing(file);

    private Passphrase? Find(string prompt, bool isNew)
    {
        if (_passphrase is null && request.Interactive)
        {
            emit(new PassphraseEvent(prompt, isNew));
            _passphrase = PassphraseText.OfAnswer(ask()) is { } typed ? new Passphrase(typed) : null;
        }

        return _passphrase;
    }
}
