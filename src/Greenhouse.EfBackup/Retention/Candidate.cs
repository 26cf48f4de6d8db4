namespace Greenhouse.EfBackup.Retention;

/// <summary>What a policy is applied to by itself: the backups of one context and database that were taken for one reason; those of some rows only are others.</summary>
internal sealed record BackupGroup(string Context, string Database, string Reason, bool Partial = false);

/// <summary>A backup, as far as it matters to whether it stays.</summary>
/// <param name="Id">What it is called; no two are called the same.</param>
/// <param name="Group">Whose it is.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsValid">It can be restored, as far as is known.</param>
internal sealed record Candidate(string Id, BackupGroup Group, DateTimeOffset Time, long Bytes, bool IsValid = true);

/// <summary>Whether a backup stays, and why.</summary>
internal sealed record Verdict(Candidate Backup, bool Keep, IReadOnlyList<string> Because);
