using System.IO.Compression;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage;

/// <summary>How a backup file is compressed. The name of the file says it.</summary>
internal enum Compression
{
    None,

    /// <summary>RFC 1952, <c>.gz</c>; <c>gunzip</c> reads it.</summary>
    Gzip,

    /// <summary>RFC 7932, <c>.br</c>; <c>brotli -d</c> reads it.</summary>
    Brotli,
}

/// <summary>The streams of each <see cref="Compression"/>, and its name.</summary>
internal static class CompressionStreams
{
    /// <summary>What is added to a file's name.</summary>
    public static string Suffix(this Compression compression)
        => compression switch { Compression.Gzip => ".gz", Compression.Brotli => ".br", _ => "" };

    /// <summary>By the name of a file, encrypted or not.</summary>
    public static Compression Of(string path)
        => Enum.GetValues<Compression>().LastOrDefault(compression => BackupFile.WithoutEncryptedSuffix(path).EndsWith(compression.Suffix(), StringComparison.Ordinal));

    /// <summary>By the name that a user gives: <c>none</c>, <c>gzip</c>, <c>brotli</c>; null for none of them.</summary>
    public static Compression? Parse(string? name)
        => name is null ? Compression.None : Enum.TryParse<Compression>(name, ignoreCase: true, out var found) && Enum.IsDefined(found) && !char.IsDigit(name[0]) ? found : null;

    /// <summary>A stream to write into; disposed, all that was written is in <paramref name="target"/>.</summary>
    /// <param name="leaveOpen">The target is not disposed with it.</param>
    public static Stream Compress(Stream target, Compression compression, bool leaveOpen)
        => compression switch
        {
            Compression.Gzip => new GzipWriteStream(target, leaveOpen),
            Compression.Brotli => new BrotliWriteStream(target, leaveOpen),
            _ => target,
        };

    /// <summary>The bytes of a backup file as they were before they were compressed.</summary>
    /// <param name="source">The file's bytes; disposed with what is returned.</param>
    /// <param name="path">The file's name, by which its compression is known, and for messages.</param>
    public static Stream Decompress(Stream source, string path)
        => Of(path) switch
        {
            Compression.Gzip => new CheckedDecompression(new GZipStream(source, CompressionMode.Decompress), source, path),
            Compression.Brotli => new CheckedDecompression(new BrotliReadStream(source), source, path),
            _ => source,
        };

    /// <summary>Says of compressed data what is wrong with it in the words of a backup file.</summary>
    private sealed class CheckedDecompression(Stream inner, Stream source, string path) : ReadOnlyStream
    {
        private readonly byte[] _sizeAtEnd = new byte[4];
        private uint _length;

        /// <summary>The compressed length.</summary>
        public override long Length => source.Length;

        /// <summary>Compressed bytes read so far.</summary>
        public override long Position { get => source.Position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            try
            {
                var read = inner.Read(buffer);
                _length += (uint)read;
                return read > 0 || buffer.IsEmpty ? read : End();
            }
            // .NET says it by its message only.
            catch (InvalidDataException exception) when (exception.Message.Contains("truncated", StringComparison.OrdinalIgnoreCase))
            {
                throw FileErrors.Truncated(path, source.Length);
            }
            catch (InvalidDataException exception)
            {
                throw FileErrors.Damaged(path, $"its compressed data can't be read ({exception.Message})", exception);
            }
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            source.Dispose();
            base.Dispose(disposing);
        }

        /// <summary>
        /// Whatever follows a gzip member and is none is passed over by every reader. Ours end with a member that is always the same; one that <c>gzip</c> made of a backup has
        /// a single member, which ends with its length (RFC 1952, ISIZE).
        /// </summary>
        private int End()
            => inner is not GZipStream || !source.CanSeek || GzipTail.IsAtEndOf(source) || HasOneMember() ? 0 : throw FileErrors.Damaged(path, "bytes follow its end");

        private bool HasOneMember()
        {
            source.Seek(-Math.Min(_sizeAtEnd.Length, source.Length), SeekOrigin.End);
            return source.ReadAtLeast(_sizeAtEnd, _sizeAtEnd.Length, throwOnEndOfStream: false) < _sizeAtEnd.Length
                || System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(_sizeAtEnd) == _length;
        }
    }
}
