namespace Greenhouse.EfBackup.Masking;

/// <summary>Bits as letters and digits that look alike in no case, five in each.</summary>
internal static class Letters
{
    /// <summary>So many hold 64 bits.</summary>
    public const int OfWord = 13;

    public static void Write(ulong bits, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = "abcdefghijklmnopqrstuvwxyz234567"u8[(int)(bits & 31)];
            bits >>= 5;
        }
    }
}
