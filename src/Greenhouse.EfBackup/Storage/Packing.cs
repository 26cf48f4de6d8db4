using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Storage;

/// <summary>How a backup file is packed: compressed, then encrypted. Its name says it: <c>.json.br.age</c>.</summary>
/// <param name="Compression">How it is compressed.</param>
/// <param name="Passphrase">What it is encrypted with; null where it is not.</param>
internal sealed record Packing(Compression Compression = Compression.None, Passphrase? Passphrase = null)
{
    /// <summary>JSON as it is.</summary>
    public static Packing Plain { get; } = new();

    /// <summary>What is added to a file's name.</summary>
    public string Suffix => Compression.Suffix() + (Passphrase is null ? "" : BackupFile.EncryptedSuffix);

    /// <summary>A stream to write into; disposed, all that was written is in <paramref name="target"/>, which stays open.</summary>
    /// <exception cref="EfBackupException">This machine can't encrypt.</exception>
    public Stream Pack(Stream target)
        => Passphrase is null ? CompressionStreams.Compress(target, Compression, leaveOpen: true) : CompressionStreams.Compress(new AgeWriteStream(target, Passphrase), Compression, leaveOpen: false);

    /// <summary>The bytes as they were before.</summary>
    /// <param name="source">The file's bytes; disposed with what is returned.</param>
    /// <param name="path">The file's name, for messages.</param>
    public Stream Unpack(Stream source, string path)
        => CompressionStreams.Decompress(Passphrase is null ? source : AgeReadStream.Open(source, Passphrase, path), path);
}
