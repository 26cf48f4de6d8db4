namespace Greenhouse.EfBackup;

/// <summary>What a restore does with the rows that are there.</summary>
public enum EfBackupRestoreMode
{
    /// <summary>They go, and those of the backup come.</summary>
    Replace,

    /// <summary>Those whose primary key the backup has get its values, rows that are missing come, and none goes.</summary>
    Merge,

    /// <summary>They stay as they are; rows whose primary key is missing come.</summary>
    Insert,
}
