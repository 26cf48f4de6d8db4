using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Greenhouse.EfBackup.Format;

/// <summary>What the tail says of a table: how many rows, and the SHA-256 of their lines.</summary>
/// <param name="Key">The table's key.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record TableIntegrity(string Key, long Rows, string Sha256)
{
    /// <summary>The table's line in the tail, without the separator after it.</summary>
    public byte[] Line()
        => [.. JsonText.Quote(Key), .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $": {{\"rows\":{Rows},\"sha256\":\"{Sha256}\"}}"))];

    /// <summary>The hash as it stands in the file; the hash object starts anew.</summary>
    public static string Finish(IncrementalHash hash) => Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
}
