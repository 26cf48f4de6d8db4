namespace Greenhouse.EfBackup.Protocol;

/// <summary>What <c>verify</c> proved (anything else is an error).</summary>
internal sealed record VerifyResult
{
    public required string File { get; init; }

    public long Bytes { get; init; }

    /// <summary>How deep the check went: one of <see cref="VerifyLevels"/>.</summary>
    public required string Level { get; init; }

    public required IReadOnlyList<TableRows> Tables { get; init; }

    public long Rows { get; init; }

    /// <summary>Primary keys and unique indexes that stand once in every row.</summary>
    public int Keys { get; init; }

    /// <summary>Foreign keys that lead to a row of the file, wherever they are not null.</summary>
    public int References { get; init; }

    /// <summary>Foreign keys of which the file can't say that.</summary>
    public IReadOnlyList<UncheckedKey> Unchecked { get; init; } = [];

    /// <summary>What the backup was held against; null for the level <see cref="VerifyLevels.File"/>.</summary>
    public SchemaProof? Schema { get; init; }

    /// <summary>Where it was restored for a trial; null for other levels than <see cref="VerifyLevels.Rehearse"/>.</summary>
    public RehearsalProof? Rehearsal { get; init; }

    public double Seconds { get; init; }
}

/// <summary>A foreign key that was not checked.</summary>
/// <param name="Table">The table's key in the file.</param>
/// <param name="Columns">The foreign key's columns.</param>
/// <param name="References">The table that they reference.</param>
/// <param name="Why">Why not.</param>
internal sealed record UncheckedKey(string Table, IReadOnlyList<string> Columns, string References, string Why);

/// <summary>What a backup's schema was held against.</summary>
/// <param name="Database">The database.</param>
/// <param name="Fits">The backup can be restored into it as it is; otherwise the code's migrations lead to the backup's.</param>
/// <param name="Migration">The backup's migration, which the code knows; null where it has none.</param>
internal sealed record SchemaProof(string Database, bool Fits, string? Migration);

/// <summary>A restore that was tried.</summary>
/// <param name="Place">The scratch database, which is gone.</param>
/// <param name="Migration">The migration that it was made at; null where it was made from the model.</param>
/// <param name="Rows">Rows that were loaded, read back and compared.</param>
/// <param name="Seconds">How long it took, the making and removing of the database included.</param>
internal sealed record RehearsalProof(string Place, string? Migration, long Rows, double Seconds);
