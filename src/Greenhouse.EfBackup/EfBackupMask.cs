namespace Greenhouse.EfBackup;

/// <summary>How the values of a column are masked.</summary>
/// <param name="Table">The table, as the database or the model names it.</param>
/// <param name="Column">The column.</param>
/// <param name="Rule">One of the rules, as <see cref="BackupMaskAttribute"/> takes them.</param>
public sealed record EfBackupMask(string Table, string Column, string Rule);
