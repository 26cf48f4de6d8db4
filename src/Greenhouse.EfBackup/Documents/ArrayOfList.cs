using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Makes PostgreSQL's arrays of lists that another kind of database keeps as JSON.</summary>
/// <param name="target">The column that takes them.</param>
/// <param name="element">What is in them.</param>
/// <param name="isHexadecimal">How bytes are written in what comes in.</param>
internal sealed class ArrayOfList(ColumnDescription target, DocumentLeaf element, bool isHexadecimal) : IValueSpelling
{
    private readonly string _type = target.StoreType[..target.StoreType.LastIndexOf("[]", StringComparison.Ordinal)];

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> json, RowBuffer row)
    {
        row.WriteQuoted(Encoding.UTF8.GetBytes(ArrayLiteral.Write(ListText.ElementsOf(json, element, target.Name).Select(ElementOf))));
    }

    private string? ElementOf(string? text)
        => text is null ? null
            : ArrayElement.Write(element.Read(text, isHexadecimal) ?? throw ValueNotHeldException.Of(target.Name, Encoding.UTF8.GetBytes(text), element.NotRead), _type)
                ?? throw ValueNotHeldException.Of(target.Name, Encoding.UTF8.GetBytes(text), $"{_type} can't keep it as it is");
}
