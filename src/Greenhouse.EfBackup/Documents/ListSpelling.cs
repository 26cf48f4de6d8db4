using System.Buffers;
using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Makes lists in JSON as the database's provider writes them: of PostgreSQL's arrays, or of lists that somebody else has written.</summary>
/// <param name="target">The column that takes them.</param>
/// <param name="element">What is in them.</param>
/// <param name="isArray">They come from arrays.</param>
internal sealed class ListSpelling(ColumnDescription target, DocumentLeaf element, bool isArray) : IValueSpelling
{
    private readonly ArrayBufferWriter<byte> _element = new();
    private readonly RowBuffer _list = new();

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> json, RowBuffer row)
    {
        var elements = isArray ? ElementsOf(JsonText.Unquote(json)) : ListText.ElementsOf(json, element, target.Name);
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

            element.Spell(target.Name, text, isHexadecimal: isArray, _element);
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

    private IReadOnlyList<string?> ElementsOf(string literal)
        => ArrayLiteral.Read(literal) ?? throw ValueNotHeldException.Of(target.Name, Encoding.UTF8.GetBytes(literal), "lists have one dimension, and begin at 1");
}
