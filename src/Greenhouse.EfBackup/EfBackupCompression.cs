namespace Greenhouse.EfBackup;

/// <summary>How a backup is compressed.</summary>
public enum EfBackupCompression
{
    /// <summary>Not at all: JSON, a row a line.</summary>
    None,

    /// <summary>RFC 1952, <c>.gz</c>; <c>gunzip</c> reads it. Made on several cores.</summary>
    Gzip,

    /// <summary>RFC 7932, <c>.br</c>; <c>brotli -d</c> reads it.</summary>
    Brotli,
}
