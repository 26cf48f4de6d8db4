namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Compares names as SQLite does: upper and lower case are one for ASCII letters only; a column é and a column É are two.</summary>
internal sealed class SqliteNameComparer : StringComparer
{
    public static readonly SqliteNameComparer Instance = new();

    public override int Compare(string? x, string? y) => string.CompareOrdinal(Fold(x), Fold(y));

    public override bool Equals(string? x, string? y)
        => ReferenceEquals(x, y) || (x is not null && y is not null && x.Length == y.Length && string.Equals(Fold(x), Fold(y), StringComparison.Ordinal));

    public override int GetHashCode(string obj) => string.GetHashCode(Fold(obj)!, StringComparison.Ordinal);

    private static string? Fold(string? name)
        => name is null || !name.AsSpan().ContainsAnyInRange('A', 'Z')
            ? name
            : string.Create(name.Length, name, (target, source) =>
            {
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
                }
            });
}
