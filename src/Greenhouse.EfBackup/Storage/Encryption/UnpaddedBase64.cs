namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>Base64 without padding, in the one spelling that every sequence of bytes has.</summary>
internal static class UnpaddedBase64
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <returns>Null where the text is not the one spelling of as many bytes.</returns>
    public static byte[]? Decode(string text, int length)
    {
        var bytes = new byte[length];
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        // Whoever decodes passes over white space and unused bits: what is encoded again has none.
        return Convert.TryFromBase64String(padded, bytes, out var written) && written == length && Encode(bytes) == text ? bytes : null;
    }
}
