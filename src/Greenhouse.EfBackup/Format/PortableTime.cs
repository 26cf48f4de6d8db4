namespace Greenhouse.EfBackup.Format;

/// <summary>Dates and times for every kind of database: those without end are the first and the last of .NET.</summary>
/// <param name="kind">What the column holds.</param>
internal sealed class PortableTime(ValueKind kind) : IValueSpelling
{
    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> json, RowBuffer row)
    {
        if (EndlessTime.TextOf(json, kind) is { IsEmpty: false } text)
        {
            row.WriteQuoted(text);
        }
        else
        {
            row.WriteRaw(json);
        }
    }
}
