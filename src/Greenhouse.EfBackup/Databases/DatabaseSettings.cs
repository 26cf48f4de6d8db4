namespace Greenhouse.EfBackup.Databases;

/// <summary>How a database is worked with.</summary>
internal sealed record DatabaseSettings
{
    /// <summary>The most readers that are used by themselves.</summary>
    private const int MostReaders = 4;

    public static readonly DatabaseSettings Default = new();

    /// <summary>How many connections read side by side, where the database can do that.</summary>
    public int Readers { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, MostReaders);

    /// <summary>How long a lock that somebody else holds is waited for; null for what is usual with the database.</summary>
    public TimeSpan? LockTimeout { get; init; }
}
