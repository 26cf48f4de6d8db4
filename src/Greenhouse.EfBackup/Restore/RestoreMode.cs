namespace Greenhouse.EfBackup.Restore;

/// <summary>What becomes of the rows that are there.</summary>
internal enum RestoreMode
{
    /// <summary>They go, and those of the backup come.</summary>
    Replace,

    /// <summary>Those whose key the backup has get its values, and none goes.</summary>
    Merge,

    /// <summary>They stay as they are; only rows whose key is missing come.</summary>
    Insert,
}
