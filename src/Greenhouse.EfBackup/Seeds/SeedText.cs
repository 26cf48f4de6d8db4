using System.Text.Json;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>What a seed says, before anything is known of a database.</summary>
/// <param name="File">Its path.</param>
/// <param name="Tables">Its tables, in its own order.</param>
internal sealed record SeedText(string File, IReadOnlyList<SeedTableText> Tables)
{
    /// <summary>A key beside those of tables: the version of the shape, which every seed that is written has.</summary>
    public const string VersionKey = "$seed";

    /// <summary>The key by which editors find a schema.</summary>
    public const string SchemaKey = "$schema";

    /// <summary>In a row the row's own name, and in a value the name of another.</summary>
    public const string ReferenceKey = "$ref";

    public const int Version = 1;

    /// <summary>It is read as a whole.</summary>
    public const int MaxBytes = 16 << 20;
}

/// <summary>A table as a seed names it.</summary>
internal sealed record SeedTableText(string Name, int Line, IReadOnlyList<SeedRowText> Rows);

/// <summary>A row as it stands in a seed.</summary>
/// <param name="Number">Its place in the table, from 1.</param>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Name">Its own name; null where it has none.</param>
/// <param name="Values">Its values, by column.</param>
internal sealed record SeedRowText(int Number, int Line, string? Name, IReadOnlyList<KeyValuePair<string, JsonElement>> Values);
