using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Makes of PostgreSQL's arrays lists for every kind of database. One that is no list stays as it is.</summary>
/// <param name="column">The column that holds them.</param>
/// <param name="element">What is in them.</param>
internal sealed class PortableArray(ColumnDescription column, DocumentLeaf element) : IValueSpelling
{
    private readonly ListSpelling _list = new(column with { Kind = ValueKind.Json }, element.Portable(), isArray: true);
    private readonly CompactSpelling _compact = CompactSpelling.Portable(column, DocumentShape.OfList(element), isHexadecimal: false);
    private readonly RowBuffer _json = new();

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> json, RowBuffer row)
    {
        _json.Clear();
        try
        {
            _list.Write(json, _json);
        }
        catch (ValueNotHeldException)
        {
            row.WriteRaw(json);
            return;
        }

        _compact.Write(_json.Written, row);
    }
}
