using System.Buffers;
using System.Text;
using System.Text.Json;
using Greenhouse.EfBackup.Format;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Internal;
using Microsoft.EntityFrameworkCore.Storage.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Greenhouse.EfBackup.Documents;

/// <summary>A property inside of documents, or of lists of plain values, that providers spell differently.</summary>
/// <param name="name">What messages call it: <c>Owner.Property</c>.</param>
/// <param name="spelling">How the provider of the database reads and writes it.</param>
/// <param name="enumeration">Whose names stand for its numbers, where people write them; null for none.</param>
/// <param name="converter">The application's, from what code has to <paramref name="spelling"/>; null for none.</param>
internal sealed class DocumentLeaf(string name, JsonValueReaderWriter spelling, Type? enumeration = null, ValueConverter? converter = null)
{
    // EF Core's own, which it has for providers that say nothing else.
    private static readonly JsonValueReaderWriter[] _portable =
    [
        JsonDecimalReaderWriter.Instance, JsonByteArrayReaderWriter.Instance, JsonGuidReaderWriter.Instance, JsonDateOnlyReaderWriter.Instance,
        JsonTimeOnlyReaderWriter.Instance, JsonDateTimeReaderWriter.Instance, JsonDateTimeOffsetReaderWriter.Instance, JsonTimeSpanReaderWriter.Instance,
    ];

    public string Name { get; } = name;

    /// <summary>What values are before they are spelled.</summary>
    public Type Type => spelling.ValueType;

    /// <summary>Providers spell its values differently.</summary>
    public bool IsSpelledByProvider => LeafValue.IsSpelledByProvider(Type);

    /// <summary>Why a text is none of its values.</summary>
    public string NotRead => $"{Name} is no {Type.Name} of .NET";

    /// <returns>Null where all providers write the property's values alike, or the application spells them itself.</returns>
    public static DocumentLeaf? Of(IProperty property)
        => SpellingOf(property) is { } spelling && LeafValue.IsSpelledByProvider(spelling.ValueType) ? new DocumentLeaf(NameOf(property), spelling, converter: MappingOf(property).Converter) : null;

    /// <returns>Null where the property is no list, or one of values that nobody here can read.</returns>
    public static DocumentLeaf? OfElement(IProperty property)
        => property.GetElementType() is not null && SpellingOf(property) is { } spelling && LeafValue.IsKnown(spelling.ValueType) ? new DocumentLeaf(NameOf(property), spelling, EnumerationOf(property.GetElementType()!.ClrType)) : null;

    private static Type? EnumerationOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } found ? found : null;

    private static string NameOf(IProperty property) => $"{property.DeclaringType.ShortName()}.{property.Name}";

    /// <summary>Of a value, or of those in a list.</summary>
    private static CoreTypeMapping MappingOf(IProperty property) => property.GetElementType()?.GetTypeMapping() ?? property.GetTypeMapping();

    private static JsonValueReaderWriter? SpellingOf(IProperty property)
    {
        if (property.GetJsonValueReaderWriter() is not null)
        {
            return null;
        }

        var spelling = MappingOf(property).JsonValueReaderWriter;
        // That of the values in a list, and of what a converter makes of a value.
#pragma warning disable EF1001 // Internal, and the same in EF Core 8, 9 and 10: there is no other way to what a converter's values are written with.
        while (spelling is ICompositeJsonValueReaderWriter composite)
        {
            spelling = composite.InnerReaderWriter;
        }
#pragma warning restore EF1001

        return spelling;
    }

    /// <summary>The same as no provider in particular spells it.</summary>
    public DocumentLeaf Portable()
        => new(Name, _portable.FirstOrDefault(portable => portable.ValueType == Type) ?? spelling, enumeration, converter);

    /// <summary>The value that a text stands for; null where it is none.</summary>
    public object? Read(string text, bool isHexadecimal)
        => LeafValue.Read(text, Type, isHexadecimal)
            ?? (enumeration is not null && Enum.TryParse(enumeration, text, ignoreCase: true, out var member) ? LeafValue.Read(((Enum)member!).ToString("D"), Type, isHexadecimal) : null);

    /// <summary>Writes a value as the database's provider would.</summary>
    /// <param name="column">The column that takes it.</param>
    /// <param name="text">The string or the number that stands in a document, or the element of an array.</param>
    /// <param name="isHexadecimal">How bytes are written there.</param>
    /// <param name="target">Takes the JSON.</param>
    /// <exception cref="ValueNotHeldException">That is not possible.</exception>
    public void Spell(string column, string text, bool isHexadecimal, ArrayBufferWriter<byte> target)
    {
        if (Refused(text, isHexadecimal, target) is { } why)
        {
            throw ValueNotHeldException.Of(column, Encoding.UTF8.GetBytes(text), why);
        }
    }

    /// <returns>Null; or why it is not possible.</returns>
    private string? Refused(string text, bool isHexadecimal, ArrayBufferWriter<byte> target)
    {
        if (Read(text, isHexadecimal) is not { } value)
        {
            return NotRead;
        }

        var why = "";
        foreach (var variant in LeafValue.Variants(value is DateTime moment ? OfConverter(moment) : value))
        {
            target.ResetWrittenCount();
            try
            {
                using (var writer = new Utf8JsonWriter(target))
                {
                    spelling.ToJson(writer, variant);
                }

                if (LeafValue.Equal(variant, ReadBack(target.WrittenSpan)))
                {
                    return null;
                }

                why = Written(target);
            }
            // What a provider says of a value that its type has no place for.
            catch (Exception exception) when (exception is ArgumentException or InvalidCastException or InvalidOperationException or FormatException or OverflowException)
            {
                why = target.WrittenCount > 0 ? Written(target) : why.Length > 0 ? why : exception.Message;
            }
        }

        return $"{Name} can't be kept as it is ({why})";
    }

    /// <summary>A converter that makes times of no zone times of UTC, or the other way, does so before they are written.</summary>
    private DateTime OfConverter(DateTime moment)
    {
        try
        {
            return converter?.ConvertToProvider(converter.ConvertFromProvider(moment)) is DateTime converted && converted == moment ? converted : moment;
        }
        catch (Exception)
        {
            // Code of the application, which says it again where it matters.
            return moment;
        }
    }

    private static string Written(ArrayBufferWriter<byte> target) => $"EF Core would write {Encoding.UTF8.GetString(target.WrittenSpan)}";

    private object ReadBack(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReaderManager(new JsonReaderData(json.ToArray()), queryLogger: null);
        reader.MoveNext();
        return spelling.FromJson(ref reader);
    }
}
