using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>What can be wrong with an encrypted file, or with this machine.</summary>
internal static class AgeErrors
{
    public static EfBackupException Missing(string file)
        => new(ErrorCode.PassphraseMissing, $"{file} is encrypted, and no passphrase is given", "give it with --passphrase-file (the property EfBackupPassphraseFile in a build), or with the variable EFBACKUP_PASSPHRASE");

    public static EfBackupException Wrong(string file)
        => new(ErrorCode.PassphraseWrong, $"the passphrase does not open {file}", "give the one that it was encrypted with. If this is the one, the head of the file was altered: take another backup");

    public static EfBackupException OtherRecipient(string file, string kind)
        => new(ErrorCode.OtherEncryption, $"{file} is encrypted for {kind}, and not with a passphrase", "decrypt it with the command that it was encrypted with (`age -d -i key.txt -o backup.json`), and name what that gives");

    public static EfBackupException Armored(string file)
        => new(ErrorCode.OtherEncryption, $"{file} is an age file in ASCII armor", "take the armor off by decrypting it (`age -d -o backup.json`), and name what that gives");

    public static EfBackupException OtherVersion(string file, string version)
        => new(ErrorCode.OtherEncryption, $"{file} is of version {version} of the age format, and this version of Greenhouse.EfBackup reads v1", "decrypt it with the `age` command, and name what that gives");

    public static EfBackupException WorkFactor(string file, string workFactor)
        => FileErrors.Limit(file, $"its key takes scrypt with a work factor of {workFactor}, and {AgeHeader.HighestWorkFactor} is the most that is computed");

    public static EfBackupException Header(string file, string what)
        => FileErrors.Damaged(file, $"its age header {what}");

    public static EfBackupException NoMemory(long mebibytes, Exception inner)
        => new(ErrorCode.EncryptionNotPossible, $"the key takes {mebibytes} MiB of memory, and there is not as much", "give the process or the container more", inner: inner);

    public static EfBackupException NoCipher()
        => new(ErrorCode.EncryptionNotPossible, "this system has no ChaCha20-Poly1305, which age files are encrypted with", "use a newer one: OpenSSL 1.1.0, Windows Server 2022 or macOS 13");
}
