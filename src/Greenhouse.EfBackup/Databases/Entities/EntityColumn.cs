using System.Text;
using Greenhouse.EfBackup.Format;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>What a column takes: values as the property that they are for would have them.</summary>
/// <param name="cell">The property; null where the column holds documents, or nothing that an entity has.</param>
/// <param name="document">Whose documents the column holds.</param>
/// <param name="values">Writes values.</param>
internal sealed class EntityColumn(EntityCell? cell, OwnedDocument? document, EntityValues values)
{
    /// <summary>A value of a file.</summary>
    /// <param name="json">The value.</param>
    /// <param name="source">The column that it comes from.</param>
    /// <param name="target">This column.</param>
    /// <exception cref="FormatException">It is no value of its column.</exception>
    /// <exception cref="ValueNotHeldException">The property can't hold it.</exception>
    public byte[] Take(ReadOnlySpan<byte> json, ColumnDescription source, ColumnDescription target)
    {
        var provided = EntityValues.Read(json, source, target, cell?.ProviderType ?? typeof(string));
        if (provided is null)
        {
            return target.Nullable ? EntityValues.Null : throw ValueNotHeldException.Of(target.Name, json, "it must have a value");
        }

        var kept = values.Write(provided, target.Kind, target.Name);
        if (target.Kind != ValueKind.Json)
        {
            // Says now what a converter of the application would say when entities are made.
            _ = cell?.Value(kept);
            return kept;
        }

        var text = (string)provided;
        if (!EmbeddedJson.IsJson(Encoding.UTF8.GetBytes(text)))
        {
            throw ValueNotHeldException.Of(target.Name, json, "it is not JSON");
        }

        var spelled = document is not null ? document.Spell(text) : cell is not null ? (string?)cell.ToProvider(cell.Value(kept)) : text;
        return spelled is not null && IsSame(spelled, text) ? values.Write(spelled, target.Kind, target.Name)
            : throw ValueNotHeldException.Of(target.Name, json, "the model does not know all that is in it, or EF Core would write it differently");
    }

    /// <summary>Whatever white space and the order of properties.</summary>
    private static bool IsSame(string one, string other)
    {
        var (left, right) = (new RowBuffer(), new RowBuffer());
        NeutralJson.Write(Encoding.UTF8.GetBytes(one), left);
        NeutralJson.Write(Encoding.UTF8.GetBytes(other), right);
        return left.Written.SequenceEqual(right.Written);
    }
}

/// <summary>A column of documents.</summary>
/// <param name="Owner">The type of the entities that own what is in them.</param>
/// <param name="Owned">What they own.</param>
internal sealed record OwnedDocument(IEntityType Owner, OwnedPart Owned)
{
    /// <summary>A document as EF writes it.</summary>
    /// <returns>Null where nothing is in it.</returns>
    /// <exception cref="FormatException">It is none of what is owned.</exception>
    public string? Spell(string json)
    {
        var owner = EntityMember.Create(Owner);
        EntityDocument.Read(owner, Owned, json);
        return EntityDocument.Write(owner, Owned);
    }
}
