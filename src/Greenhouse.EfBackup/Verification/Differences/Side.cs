namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>The two that are compared.</summary>
internal enum Side
{
    Old,
    New,
}
