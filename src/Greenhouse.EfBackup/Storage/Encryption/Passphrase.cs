using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>What opens encrypted backups, and the keys that were derived from it: each takes a good part of a second, and a file is opened more than once.</summary>
internal sealed class Passphrase
{
    /// <summary>The base-two logarithm of scrypt's cost: what age itself takes, 256 MiB.</summary>
    public const int UsualWorkFactor = 18;

    private const int BlockSize = 8;
    private const int KeyBytes = 32;
    private static readonly byte[] _label = "age-encryption.org/v1/scrypt"u8.ToArray();
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _keys = new(StringComparer.Ordinal);
    private readonly byte[] _text;

    /// <param name="text">As it was typed.</param>
    /// <param name="workFactor">Of files that are written with it.</param>
    /// <exception cref="EfBackupException">It is empty.</exception>
    public Passphrase(string text, int workFactor = UsualWorkFactor)
    {
        if (text.Length == 0)
        {
            throw new EfBackupException(ErrorCode.NoPassphrase, "the passphrase is empty", "give one with --passphrase-file, or with the variable EFBACKUP_PASSPHRASE");
        }

        _text = Encoding.UTF8.GetBytes(text);
        WorkFactor = workFactor;
    }

    public int WorkFactor { get; }

    /// <summary>The key that wraps a file's own one.</summary>
    /// <param name="salt">The file's.</param>
    /// <param name="workFactor">The file's.</param>
    /// <exception cref="EfBackupException">There is not as much memory as that takes.</exception>
    public byte[] DeriveKey(byte[] salt, int workFactor)
        => _keys.GetOrAdd(string.Create(CultureInfo.InvariantCulture, $"{workFactor} {Convert.ToHexString(salt)}"), _ => new Lazy<byte[]>(() => Derive(salt, workFactor))).Value;

    /// <summary>A secret stays out of whatever prints what it is part of.</summary>
    public override string ToString() => "(a passphrase)";

    private byte[] Derive(byte[] salt, int workFactor)
    {
        try
        {
            return Scrypt.DeriveKey(_text, [.. _label, .. salt], 1 << workFactor, BlockSize, parallelization: 1, KeyBytes);
        }
        // The latter where no array is as long, however much memory there is.
        catch (Exception exception) when (exception is OutOfMemoryException or OverflowException)
        {
            throw AgeErrors.NoMemory(1L << (workFactor - 10), exception);
        }
    }
}
