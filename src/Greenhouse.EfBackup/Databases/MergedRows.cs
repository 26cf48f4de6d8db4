namespace Greenhouse.EfBackup.Databases;

/// <summary>What became of the rows of a file that were merged into a table.</summary>
/// <param name="Inserted">Their key was not there.</param>
/// <param name="Updated">They were there with other values.</param>
/// <param name="Unchanged">They were there, and were not written.</param>
internal sealed record MergedRows(long Inserted, long Updated, long Unchanged);
