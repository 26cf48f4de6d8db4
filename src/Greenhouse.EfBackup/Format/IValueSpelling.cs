namespace Greenhouse.EfBackup.Format;

/// <summary>What becomes of a column's values on their way from one kind of database into another.</summary>
internal interface IValueSpelling
{
    /// <param name="json">The value as it stands in a row.</param>
    /// <param name="row">Takes it as it will.</param>
    /// <exception cref="ValueNotHeldException">The other kind of database has no place for it.</exception>
    void Write(ReadOnlySpan<byte> json, RowBuffer row);
}
