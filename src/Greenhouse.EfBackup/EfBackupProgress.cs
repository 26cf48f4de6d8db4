namespace Greenhouse.EfBackup;

/// <summary>How far a work is: said a few times a second, and when a table is done.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Table">The table; empty where the whole file is meant.</param>
/// <param name="Done">Rows so far; of <see cref="EfBackupStage.Check"/>, bytes.</param>
/// <param name="Total">Of how many. A table that is done has as many as that.</param>
public sealed record EfBackupProgress(EfBackupStage Stage, string Table, long Done, long Total);

/// <summary>The stages of a backup, a restore or a verification.</summary>
public enum EfBackupStage
{
    /// <summary>Rows are read into a backup.</summary>
    Read,

    /// <summary>A backup is read and checked.</summary>
    Check,

    /// <summary>Rows that will go are saved.</summary>
    Safety,

    /// <summary>Rows are deleted.</summary>
    Clear,

    /// <summary>Rows are loaded.</summary>
    Load,

    /// <summary>What was loaded is read back.</summary>
    Verify,

    /// <summary>Rows of the backup are compared with those of the database.</summary>
    Compare,
}
