namespace Greenhouse.EfBackup;

/// <summary>A table of a backup.</summary>
/// <param name="Name">Its name, with the schema where that is not the default.</param>
/// <param name="Rows">How many rows the backup has of it.</param>
/// <param name="Deleted">Of a restore: how many rows were there before, and were deleted; else 0.</param>
public sealed record EfBackupTable(string Name, long Rows, long Deleted = 0)
{
    /// <summary>Rows whose key was not there; null where rows are replaced. After a dry run, what would be inserted.</summary>
    public long? Inserted { get; init; }

    /// <summary>Rows that were there with other values; null likewise.</summary>
    public long? Updated { get; init; }

    /// <summary>Rows that were there and were not written; null likewise.</summary>
    public long? Unchanged { get; init; }
}
