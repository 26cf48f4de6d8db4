using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Databases;

/// <summary>What is wrong with a condition that somebody wrote.</summary>
internal static class ConditionErrors
{
    /// <param name="seeds">The rows that it is about.</param>
    /// <param name="why">What the database says.</param>
    public static EfBackupException Of(SeedRows seeds, string why, Exception? inner = null)
        => new(
            ErrorCode.ConditionFailed,
            $"the condition on {seeds.Table.Key} can't be asked: {why}",
            "write what stands behind WHERE in the database's own SQL, one condition and nothing that changes rows: --where \"Customers=Region = 'EU'\"",
            [.. seeds.Conditions],
            inner);
}
