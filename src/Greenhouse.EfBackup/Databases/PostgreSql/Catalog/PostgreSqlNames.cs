namespace Greenhouse.EfBackup.Databases.PostgreSql.Catalog;

/// <summary>Names and texts as SQL.</summary>
internal static class PostgreSqlNames
{
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Qualify(string schema, string name) => $"{Quote(schema)}.{Quote(name)}";

    /// <summary>A name behind its schema as a file has it: quoted where one of them holds the point that stands between.</summary>
    public static string Key(string schema, string name)
        => schema.Contains('.', StringComparison.Ordinal) || name.Contains('.', StringComparison.Ordinal) ? Qualify(schema, name) : $"{schema}.{name}";

    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>Numbers of tables as a parameter: arrays of them need a type that not every driver sends.</summary>
    public static string Oids(IEnumerable<uint> oids) => $"{{{string.Join(',', oids)}}}";

    /// <summary>A string constant; the same whatever <c>standard_conforming_strings</c> says, as long as it holds no backslash.</summary>
    public static string Text(string text)
        => (text.Contains('\\', StringComparison.Ordinal) ? "E" : "") + $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
