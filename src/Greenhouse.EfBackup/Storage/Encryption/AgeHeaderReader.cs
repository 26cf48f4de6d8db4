using System.Globalization;
using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>What the header of a file says that was encrypted with a passphrase.</summary>
/// <param name="Text">What its code covers.</param>
internal sealed record ParsedHeader(byte[] Salt, int WorkFactor, byte[] WrappedKey, byte[] Mac, string Text);

/// <summary>Reads a header line by line, as strictly as its specification wants it: whatever could be spelled in two ways is refused.</summary>
internal sealed class AgeHeaderReader(Stream source, string path)
{
    // Of a line that is any good; nothing but what others made is longer.
    private const int LongestLine = 4096;
    private readonly StringBuilder _text = new();
    private readonly byte[] _byte = new byte[1];
    private long _read;

    /// <exception cref="EfBackupException">It is cut, not well formed, or of a file that no passphrase opens.</exception>
    public ParsedHeader Read()
    {
        ReadVersion();
        var (salt, workFactor) = ReadStanza();
        var wrapped = UnpaddedBase64.Decode(ReadLine(), AgeHeader.WrappedBytes) ?? throw AgeErrors.Header(path, "holds a key of another form");
        var mac = ReadMac();
        return new ParsedHeader(salt, workFactor, wrapped, mac, _text.ToString());
    }

    private void ReadVersion()
    {
        var line = ReadLine();
        if (line != AgeHeader.Magic + AgeHeader.Version)
        {
            throw line.Length > AgeHeader.Magic.Length && line.StartsWith(AgeHeader.Magic, StringComparison.Ordinal) && IsPrintable(line)
                ? AgeErrors.OtherVersion(path, line[AgeHeader.Magic.Length..])
                : AgeErrors.Header(path, "does not begin as one does");
        }
    }

    private (byte[] Salt, int WorkFactor) ReadStanza()
    {
        var line = ReadLine();
        var arguments = line.StartsWith(AgeHeader.StanzaMark, StringComparison.Ordinal) ? line[AgeHeader.StanzaMark.Length..].Split(' ') : [];
        if (arguments.Length == 0 || !arguments.All(IsPrintable))
        {
            throw AgeErrors.Header(path, "does not say whom the file is for");
        }

        if (arguments[0] != AgeHeader.ScryptKind)
        {
            throw AgeErrors.OtherRecipient(path, arguments[0]);
        }

        return arguments is [_, var salt, var workFactor]
            ? (UnpaddedBase64.Decode(salt, AgeHeader.SaltBytes) ?? throw AgeErrors.Header(path, "holds a salt of another form"), WorkFactorOf(workFactor))
            : throw AgeErrors.Header(path, "says something else of its passphrase than salt and work factor");
    }

    /// <summary>Refused before anything is computed: the time and memory that it takes doubles with every one.</summary>
    private int WorkFactorOf(string text)
    {
        if (!text.All(char.IsAsciiDigit) || text[0] == '0')
        {
            throw AgeErrors.Header(path, "holds a work factor that is no number");
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var workFactor) && workFactor <= AgeHeader.HighestWorkFactor ? workFactor : throw AgeErrors.WorkFactor(path, text);
    }

    private byte[] ReadMac()
    {
        var covered = _text.Length + AgeHeader.MacMark.Length;
        var line = ReadLine();
        if (line.StartsWith(AgeHeader.StanzaMark, StringComparison.Ordinal))
        {
            throw AgeErrors.Header(path, "names somebody beside a passphrase, which must stand alone");
        }

        _text.Length = Math.Min(covered, _text.Length);
        return line.StartsWith(AgeHeader.MacMark + " ", StringComparison.Ordinal) && UnpaddedBase64.Decode(line[(AgeHeader.MacMark.Length + 1)..], AgeHeader.MacBytes) is { } mac
            ? mac
            : throw AgeErrors.Header(path, "does not end as one does");
    }

    /// <summary>Byte by byte: what follows the header is not text.</summary>
    private string ReadLine()
    {
        var start = _text.Length;
        while (_text.Length - start <= LongestLine)
        {
            if (source.Read(_byte) == 0)
            {
                throw FileErrors.Truncated(path, _read);
            }

            _read++;
            _text.Append((char)_byte[0]);
            if (_byte[0] == '\n')
            {
                return _text.ToString(start, _text.Length - start - 1);
            }
        }

        throw AgeErrors.Header(path, "has a line without an end");
    }

    private static bool IsPrintable(string text) => text.Length > 0 && text.All(letter => letter is > ' ' and <= '~');
}
