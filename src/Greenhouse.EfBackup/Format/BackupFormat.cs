namespace Greenhouse.EfBackup.Format;

/// <summary>The constants of the file format; FORMAT.md is the specification.</summary>
internal static class BackupFormat
{
    /// <summary>The oldest format that the reader takes.</summary>
    public const int Lowest = 1;

    /// <summary>The newest format that the reader takes, and the one that the writer writes.</summary>
    public const int Highest = 1;

    /// <summary>The longest row, in bytes of JSON: one row is held in memory, and .NET's arrays end at 2 GiB.</summary>
    public const int MaxRowBytes = 1 << 30;

    /// <summary>The longest head, in bytes.</summary>
    public const int MaxMetadataBytes = 64 << 20;

    /// <summary>Rows travel in pieces of about this many bytes.</summary>
    public const int ChunkBytes = 256 << 10;

    // The lines between the parts. Every byte that is not a value of metadata, row or hash is one of these.
    public static ReadOnlySpan<byte> Head => "{\n\"metadata\": "u8;

    public static ReadOnlySpan<byte> MetadataEnd => "\n},\n"u8;

    public static ReadOnlySpan<byte> DataStart => "\"data\": {\n"u8;

    public static ReadOnlySpan<byte> DataEnd => "},\n"u8;

    public static ReadOnlySpan<byte> IntegrityStart => "\"integrity\": {\n\"tables\": {\n"u8;

    public static ReadOnlySpan<byte> HashLabel => "\"sha256\": \""u8;

    public static ReadOnlySpan<byte> Tail => "\"\n}\n}\n"u8;
}
