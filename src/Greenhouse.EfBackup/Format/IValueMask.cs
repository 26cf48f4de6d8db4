namespace Greenhouse.EfBackup.Format;

/// <summary>What becomes of a column's values on their way out of a database. Readers on several threads share one: it keeps nothing from value to value.</summary>
internal interface IValueMask
{
    /// <summary>Puts another value in the place of the one that was written last.</summary>
    /// <param name="row">The row in the making.</param>
    /// <param name="start">Where the value begins; it ends where the row does.</param>
    /// <exception cref="EfBackupException">The value can't be masked.</exception>
    void Apply(RowBuffer row, int start);
}
