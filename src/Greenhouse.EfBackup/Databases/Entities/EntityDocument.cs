using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>What an entity owns in a column of JSON, as EF's relational providers write it and read it.</summary>
internal static class EntityDocument
{
    // RelationalAnnotationNames.JsonPropertyName. The extension method that reads it takes other types in other versions.
    private const string JsonName = "Relational:JsonPropertyName";

    /// <returns>Null where nothing is owned.</returns>
    public static string? Write(object entity, OwnedPart owned)
    {
        if (EntityMember.Get(owned.Navigation, entity) is not { } value)
        {
            return null;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            WriteValue(writer, value, owned.Navigation, owned.Part.Mapped);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Gives an entity what it owns.</summary>
    /// <exception cref="FormatException">The JSON is none of that type.</exception>
    public static void Read(object entity, OwnedPart owned, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            ReadValue(document.RootElement, entity, owned.Navigation, owned.Part.Mapped);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or OverflowException or InvalidCastException)
        {
            throw new FormatException($"it is no JSON of {owned.Part.Type.DisplayName()} ({exception.Message})", exception);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object value, INavigation navigation, IEntityType mapped)
    {
        if (!IsCollection(navigation))
        {
            WriteObject(writer, value, navigation.TargetEntityType, mapped);
            return;
        }

        writer.WriteStartArray();
        foreach (var item in (System.Collections.IEnumerable)value)
        {
            WriteObject(writer, item, navigation.TargetEntityType, mapped);
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, object value, IEntityType type, IEntityType mapped)
    {
        writer.WriteStartObject();
        foreach (var (property, mappedProperty, name) in PropertiesOf(type, mapped))
        {
            writer.WritePropertyName(name);
            if (EntityMember.Get(property, value) is { } given)
            {
                SpellingOf(mappedProperty).ToJson(writer, given);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        foreach (var (navigation, target, name) in NavigationsOf(type, mapped))
        {
            writer.WritePropertyName(name);
            if (EntityMember.Get(navigation, value) is { } nested)
            {
                WriteValue(writer, nested, navigation, target);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndObject();
    }

    private static void ReadValue(JsonElement json, object owner, INavigation navigation, IEntityType mapped)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (!IsCollection(navigation))
        {
            EntityMember.Set(navigation, owner, ReadObject(json, navigation.TargetEntityType, mapped));
            return;
        }

        EntityMember.SetAll(navigation, owner, json.EnumerateArray().Select(item => ReadObject(item, navigation.TargetEntityType, mapped)));
    }

    private static object ReadObject(JsonElement json, IEntityType type, IEntityType mapped)
    {
        var value = EntityMember.Create(type);
        foreach (var (property, mappedProperty, name) in PropertiesOf(type, mapped))
        {
            if (json.TryGetProperty(name, out var given) && given.ValueKind != JsonValueKind.Null)
            {
                EntityMember.Set(property, value, FromJson(SpellingOf(mappedProperty), given));
            }
        }

        foreach (var (navigation, target, name) in NavigationsOf(type, mapped))
        {
            if (json.TryGetProperty(name, out var nested))
            {
                ReadValue(nested, value, navigation, target);
            }
        }

        return value;
    }

    /// <summary>Keys are those of the owner, or places in a list, and stand in no document.</summary>
    private static IEnumerable<(IProperty Property, IProperty Mapped, string Name)> PropertiesOf(IEntityType type, IEntityType mapped)
        => mapped.GetProperties().Where(property => property.GetJsonPropertyName() is not null && !property.IsShadowProperty())
            .Select(property => (type.FindProperty(property.Name)!, property, property.GetJsonPropertyName()!));

    private static IEnumerable<(INavigation Navigation, IEntityType Mapped, string Name)> NavigationsOf(IEntityType type, IEntityType mapped)
        => mapped.GetNavigations().Where(navigation => navigation.ForeignKey.IsOwnership && !navigation.IsOnDependent)
            .Select(navigation => (type.FindNavigation(navigation.Name)!, navigation.TargetEntityType, navigation.TargetEntityType.FindAnnotation(JsonName)?.Value as string ?? navigation.Name));

    private static bool IsCollection(INavigation navigation) => !navigation.ForeignKey.IsUnique;

    /// <summary>EF Core 8's own way from a string does not go to the first token.</summary>
    private static object FromJson(JsonValueReaderWriter spelling, JsonElement json)
    {
        var reader = new Utf8JsonReaderManager(new JsonReaderData(Encoding.UTF8.GetBytes(json.GetRawText())), queryLogger: null);
        reader.MoveNext();
        return spelling.FromJson(ref reader);
    }

    private static JsonValueReaderWriter SpellingOf(IProperty property) => property.GetJsonValueReaderWriter() ?? property.GetTypeMapping().JsonValueReaderWriter!;
}
