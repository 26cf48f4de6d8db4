using System.Globalization;
using System.Text.Json;
using Greenhouse.EfBackup.Documents;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>Values of a seed as the server's types read them.</summary>
internal static class PostgreSqlSeedText
{
    private const string ArraySuffix = "[]";

    /// <returns>Null for null.</returns>
    /// <exception cref="SeedRefusedException">The column can't hold the value.</exception>
    public static string? Of(SeedCell cell)
        => cell.Value.Form switch
        {
            SeedForm.Null => null,
            SeedForm.Stored => (string)cell.Value.Given!,
            SeedForm.Document => cell.Column.StoreType.EndsWith(ArraySuffix, StringComparison.Ordinal) ? Array(cell) : cell.Value.Text,
            SeedForm.Raw => cell.Value.Mark == "$text" ? cell.Value.Text : throw new SeedRefusedException($"{cell.Column.Name} can't take a value marked {cell.Value.Mark}"),
            _ => Canonical(cell.Column.Kind, cell.Value.Text),
        };

    private static string Canonical(ValueKind kind, string text)
        => kind switch
        {
            ValueKind.Binary => "\\x" + Convert.ToHexString(Convert.FromBase64String(text)),
            // A sign before the whole is none that the server reads.
            ValueKind.Interval when IntervalText.TryRead(System.Text.Encoding.ASCII.GetBytes(text), out var span) => Interval(span),
            // The last of .NET, which a timestamp would round into the year after.
            ValueKind.DateTime or ValueKind.Timestamp when EndlessTime.InfinityOf(System.Text.Encoding.ASCII.GetBytes(text)) is "infinity" and var last => last,
            _ => text,
        };

    private static string Interval(TimeSpan span)
        => string.Create(CultureInfo.InvariantCulture, $"{span.Days} days {(span < TimeSpan.Zero ? "-" : "")}{span:hh\\:mm\\:ss\\.fffffff}");

    /// <summary>https://www.postgresql.org/docs/current/arrays.html, "Array Input and Output Syntax".</summary>
    private static string Array(SeedCell cell)
    {
        using var document = JsonDocument.Parse(cell.Value.Text);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? Array(document.RootElement)
            : throw new SeedRefusedException($"{cell.Column.Name} takes an array");
    }

    private static string Array(JsonElement array)
        => $"{{{string.Join(',', array.EnumerateArray().Select(item => item.ValueKind switch
        {
            JsonValueKind.Array => Array(item),
            JsonValueKind.Null => ArrayLiteral.Quoted(null),
            JsonValueKind.String => ArrayLiteral.Quoted(item.GetString()),
            _ => ArrayLiteral.Quoted(item.GetRawText()),
        }))}}}";
}
