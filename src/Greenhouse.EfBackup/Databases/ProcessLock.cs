namespace Greenhouse.EfBackup.Databases;

/// <summary>What processes do one at a time with a database.</summary>
/// <param name="Suffix">Of the empty file beside a database that is a file.</param>
/// <param name="Key">Of the advisory lock: a number that applications choose.</param>
/// <param name="Does">What whoever holds it does, as a word.</param>
internal sealed record ProcessLock(string Suffix, long Key, string Does)
{
    /// <summary>"EfBackup" in ASCII.</summary>
    public static ProcessLock Migration { get; } = new("-efbackup-lock", 0x45_66_42_61_63_6B_75_70, "migrates");

    /// <summary>"EfBckJob" in ASCII.</summary>
    public static ProcessLock Backup { get; } = new("-efbackup-job-lock", 0x45_66_42_63_6B_4A_6F_62, "backs up");
}
