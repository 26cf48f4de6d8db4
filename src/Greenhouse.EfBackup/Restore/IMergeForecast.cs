using Greenhouse.EfBackup.Databases;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Says what a merge would do, and does nothing.</summary>
internal interface IMergeForecast
{
    /// <param name="plan">Which tables go into which.</param>
    /// <param name="snapshot">What is there.</param>
    /// <param name="file">The rows that would come.</param>
    /// <param name="update">Rows that are there would get the values of the file.</param>
    /// <returns>What would become of the rows of each table, by its key in the file.</returns>
    /// <exception cref="EfBackupException">A row can't be read, or the file has changed since it was checked.</exception>
    Task<IReadOnlyDictionary<string, MergedRows>> CountAsync(RestorePlan plan, ISnapshot snapshot, FileTables file, bool update, CancellationToken cancellation);
}
