namespace Greenhouse.EfBackup.Protocol;

/// <summary>Rows of one table, as results name them.</summary>
/// <param name="Table">The table's key in the file: its name, with the schema where that is not the default.</param>
/// <param name="Rows">How many.</param>
internal sealed record TableRows(string Table, long Rows);

/// <summary>What <c>create</c> made.</summary>
internal sealed record CreateResult
{
    /// <summary>The file, absolute; null after a dry run.</summary>
    public string? File { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>When the database was read; the file's name says it to those who read results as JSON.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset Timestamp { get; init; }

    public required string Context { get; init; }

    public required string Provider { get; init; }

    public required string Database { get; init; }

    /// <summary>Tables in load order.</summary>
    public required IReadOnlyList<TableRows> Tables { get; init; }

    /// <summary>Tables of the database that are not in the file.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Which rows the file holds; null where it holds all of its tables'.</summary>
    public SelectedRows? Selection { get; init; }

    /// <summary>Columns whose values the file holds masked, with their rules.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];

    public long Rows { get; init; }

    public double Seconds { get; init; }

    public bool DryRun { get; init; }

    /// <summary>What was proved of the file; null where that was not asked for.</summary>
    public VerifyResult? Verification { get; init; }

    /// <summary>What became of older backups afterwards; null where no rule was given.</summary>
    public PruneResult? Pruned { get; init; }
}

/// <summary>What <c>restore</c> did, or after a dry run would do.</summary>
internal sealed record RestoreResult
{
    public required string File { get; init; }

    public required string Context { get; init; }

    public required string Provider { get; init; }

    public required string Database { get; init; }

    /// <summary>The migration that the database was brought to; null where the schema was left alone.</summary>
    public string? Migration { get; init; }

    /// <summary>What became of rows that were there: one of <see cref="RestoreModes"/>.</summary>
    public string Mode { get; init; } = RestoreModes.Replace;

    public required IReadOnlyList<RestoredTable> Tables { get; init; }

    /// <summary>Tables of the database that the file does not hold and that stay as they are.</summary>
    public IReadOnlyList<string> Untouched { get; init; } = [];

    /// <summary>The safety backup, absolute; null where none was made.</summary>
    public string? SafetyBackup { get; init; }

    /// <summary>Where the schema went back too: how the rows that were there differ from those of the backup (the old), by the columns that both have.</summary>
    public IReadOnlyDictionary<string, TableDifference>? Differences { get; init; }

    public long Rows { get; init; }

    public double Seconds { get; init; }

    public bool DryRun { get; init; }

    /// <summary>The tables were read back and hashed before the commit.</summary>
    public bool Verified { get; init; }
}

/// <summary>One table of a restore.</summary>
/// <param name="Table">The table's key in the file.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Deleted">Rows that were there before and were deleted.</param>
internal sealed record RestoredTable(string Table, long Rows, long Deleted)
{
    /// <summary>Rows whose key was not there; null where rows are replaced, and after a dry run.</summary>
    public long? Inserted { get; init; }

    /// <summary>Rows that were there with other values, and have those of the file now; null likewise.</summary>
    public long? Updated { get; init; }

    /// <summary>Rows of the file that were there and were not written; null likewise.</summary>
    public long? Unchanged { get; init; }
}

/// <summary>What <c>migrate</c> did, or after a dry run would do.</summary>
internal sealed record MigrateResult
{
    public required string Context { get; init; }

    public required string Provider { get; init; }

    public required string Database { get; init; }

    /// <summary>The last migration that was applied before; <c>0</c> for none.</summary>
    public required string From { get; init; }

    /// <summary>The last migration that is applied now; <c>0</c> for none.</summary>
    public required string To { get; init; }

    /// <summary>What was applied, or taken back, in that order.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>What they endanger.</summary>
    public required IReadOnlyList<MigrationHazard> Hazards { get; init; }

    /// <summary>The backup from before, absolute; null where nothing was there to be saved.</summary>
    public string? Snapshot { get; init; }

    /// <summary>What was proved of the snapshot before anything was migrated; null where that was not asked for.</summary>
    public VerifyResult? Verification { get; init; }

    public IReadOnlyList<MigratedTable> Tables { get; init; } = [];

    public double Seconds { get; init; }

    public bool DryRun { get; init; }

    /// <summary>What became of older snapshots afterwards; null where no rule was given.</summary>
    public PruneResult? Pruned { get; init; }
}

/// <summary>What an operation of a migration can cost.</summary>
/// <param name="Migration">The migration's id.</param>
/// <param name="What">A sentence without subject.</param>
/// <param name="Table">The table; null where it may be any.</param>
/// <param name="Column">The column; null for whole rows.</param>
/// <param name="Rows">Rows that the table has now; null where there is none.</param>
/// <param name="Values">Values, other than null, that the column has now; null where there is none.</param>
/// <param name="Loses">Values can be lost; otherwise rows can make the migration fail.</param>
internal sealed record MigrationHazard(string Migration, string What, string? Table, string? Column, long? Rows, long? Values, bool Loses)
{
    /// <summary>Values, or rows; null where nobody knows.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long? AtStake => Values ?? (Table is not null && Rows is null ? 0 : Rows);

    public override string ToString() => What + (AtStake is { } stake ? $": {stake} {(Values is null ? "rows" : "values")}" : "");
}

/// <summary>A table around migrations.</summary>
/// <param name="Table">Its key.</param>
/// <param name="Before">Rows before; null where it was not there.</param>
/// <param name="After">Rows after; null where it is not there any more.</param>
internal sealed record MigratedTable(string Table, long? Before, long? After);

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

/// <summary>The backups of a folder, newest first.</summary>
internal sealed record ListResult
{
    public required string Folder { get; init; }

    public required IReadOnlyList<ListedBackup> Backups { get; init; }
}

/// <summary>One line of a <see cref="ListResult"/>.</summary>
internal sealed record ListedBackup
{
    /// <summary>The file's name in the folder.</summary>
    public required string File { get; init; }

    /// <summary>When it was taken (UTC); null where the file can't be read.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>How long ago that is.</summary>
    public long? AgeSeconds { get; init; }

    /// <summary>What for: <c>manual</c>, <c>before-migration</c>, <c>safety</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The first of the migrations that were pending, where that was the reason.</summary>
    public string? Before { get; init; }

    public string? Description { get; init; }

    public string? Context { get; init; }

    public string? Database { get; init; }

    /// <summary>The last migration that was applied.</summary>
    public string? Migration { get; init; }

    public long? Rows { get; init; }

    public long Bytes { get; init; }

    /// <summary>It holds some rows of its tables only: it is never <c>latest</c>.</summary>
    public bool Partial { get; init; }

    /// <summary>Nobody reads it without its passphrase; what is said here stands beside it.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Head and tail are there, or it is encrypted and has the size that it was written with. The rows between are read by <c>verify</c> only.</summary>
    public bool Complete { get; init; }

    /// <summary>What is wrong with it; null where nothing is known to be.</summary>
    public string? Problem { get; init; }

    /// <summary>The last verification that it passed; null where there was none.</summary>
    public VerifiedBackup? Verified { get; init; }
}

/// <summary>A verification that a backup has passed.</summary>
/// <param name="Level">One of <see cref="VerifyLevels"/>.</param>
/// <param name="Timestamp">When (UTC).</param>
internal sealed record VerifiedBackup(string Level, DateTimeOffset Timestamp);

/// <summary>What one file's metadata says.</summary>
internal sealed record ShowResult
{
    public required string File { get; init; }

    public long Bytes { get; init; }

    public int Format { get; init; }

    public required string Version { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public string? Description { get; init; }

    public required string Reason { get; init; }

    /// <summary>The first of the migrations that were pending, where that was the reason.</summary>
    public string? Before { get; init; }

    public required string Context { get; init; }

    public required string Provider { get; init; }

    public required string Database { get; init; }

    public IReadOnlyList<string> Migrations { get; init; } = [];

    public required IReadOnlyList<ShownTable> Tables { get; init; }

    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Which rows it holds; null where it holds all of its tables'.</summary>
    public SelectedRows? Selection { get; init; }

    public long Rows { get; init; }
}

/// <summary>What <c>show --config</c> says: each setting with its value, and where that comes from.</summary>
internal sealed record ConfigurationResult
{
    /// <summary>The project's configuration file, absolute; null where it has none.</summary>
    public string? File { get; init; }

    public required IReadOnlyList<SettingValue> Settings { get; init; }

    /// <summary>The file's rules of masking.</summary>
    public IReadOnlyList<MaskSetting> Masks { get; init; } = [];
}

/// <summary>One table of a <see cref="ShowResult"/>.</summary>
internal sealed record ShownTable
{
    public required string Table { get; init; }

    public long Rows { get; init; }

    /// <summary>The SHA-256 of the table's rows, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required IReadOnlyList<ShownColumn> Columns { get; init; }

    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Tables that its foreign keys reference.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
}

/// <summary>One column of a <see cref="ShownTable"/>.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="StoreType">The type as the database spells it.</param>
/// <param name="Kind">The kind of its values in the file.</param>
/// <param name="Nullable">It may hold null.</param>
/// <param name="Mask">The rule by which its values were masked; null where they are the database's own.</param>
internal sealed record ShownColumn(string Name, string StoreType, string Kind, bool Nullable, string? Mask = null);
