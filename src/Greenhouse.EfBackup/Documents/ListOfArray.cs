using System.Buffers;
using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Makes of PostgreSQL's arrays the lists that another kind of database keeps as JSON.</summary>
/// <param name="target">The column that takes them.</param>
/// <param name="element">What is in them.</param>
internal sealed class ListOfArray(ColumnDescription target, DocumentLeaf element) : IValueSpelling
{
    private readonly ArrayBufferWriter<byte> _element = new();
    private readonly RowBuffer _list = new();

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> json, RowBuffer row)
    {
        var literal = JsonText.Unquote(json);
        var elements = ArrayLiteral.Read(literal) ?? throw ValueNotHeldException.Of(target.Name, Encoding.UTF8.GetBytes(literal), "lists have one dimension, and begin at 1");
        _list.Clear();
        _list.WriteByte((byte)'[');
        for (var i = 0; i < elements.Count; i++)
        {
            _list.WriteRaw(i > 0 ? ","u8 : ""u8);
            if (elements[i] is not { } text)
            {
                _list.WriteRaw("null"u8);
                continue;
            }

            element.Spell(target.Name, text, isHexadecimal: true, _element);
            _list.WriteRaw(_element.WrittenSpan);
        }

        _list.WriteByte((byte)']');
        if (target.Kind == ValueKind.Json)
        {
            row.WriteRaw(_list.Written);
        }
        else
        {
            row.WriteQuoted(_list.Written);
        }
    }
}
