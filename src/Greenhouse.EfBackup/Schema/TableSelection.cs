using System.IO.Enumeration;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Schema;

/// <summary>Which tables a backup is about.</summary>
/// <param name="Include">The only tables, by key, name or entity, in which <c>*</c> stands for any characters and <c>?</c> for one; empty is all.</param>
/// <param name="Exclude">Tables left out, named the same way.</param>
/// <param name="AllTables">Also those that no entity is mapped to.</param>
internal sealed record TableSelection(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, bool AllTables)
{
    public static readonly TableSelection Everything = new([], [], AllTables: true);

    public static readonly TableSelection Mapped = new([], [], AllTables: false);

    private static readonly char[] _wildcards = ['*', '?'];

    /// <summary>Names that are no patterns, although they look like some.</summary>
    private IReadOnlyList<string> Plain { get; init; } = [];

    /// <summary>The chosen ones of a backup's tables.</summary>
    /// <exception cref="EfBackupException">The selection names a table that the backup does not hold.</exception>
    public IReadOnlyList<TableDescription> Choose(IReadOnlyList<TableDescription> tables)
    {
        var chosen = Among(tables);
        return [.. tables.Where(table => chosen.Takes(table, isDefault: true))];
    }

    /// <summary>Whether a table is in.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isDefault">What holds for a table that the selection does not name.</param>
    public bool Takes(TableDescription table, bool isDefault)
        => (Include.Count > 0 ? Include.Any(name => IsCalled(table, name, Plain.Contains(name))) : isDefault) && !Exclude.Any(name => IsCalled(table, name, Plain.Contains(name)));

    /// <summary>The selection as it is meant among these tables: a name that one of them has is that name, whatever characters are in it.</summary>
    /// <exception cref="EfBackupException">It names a table that is not among them.</exception>
    public TableSelection Among(IReadOnlyList<TableDescription> tables)
    {
        foreach (var name in Include.Concat(Exclude))
        {
            _ = Find(name, tables);
        }

        return this with { Plain = [.. Include.Concat(Exclude).Where(name => IsPlain(name, tables))] };
    }

    /// <summary>The tables that a name is about.</summary>
    /// <exception cref="EfBackupException">There is none.</exception>
    public static IReadOnlyList<TableDescription> Find(string name, IReadOnlyList<TableDescription> tables)
    {
        var plain = IsPlain(name, tables);
        TableDescription[] found = [.. tables.Where(table => IsCalled(table, name, plain))];
        return found.Length > 0 ? found : throw new EfBackupException(
            ErrorCode.SelectionEmpty,
            $"no table or entity is called '{name}'",
            "name tables as the database does, or entities by their class; * stands for any characters, and ? for one",
            [.. tables.Select(table => table.Entities.Count > 0 ? $"{table.Key} ({string.Join(", ", table.Entities)})" : table.Key)]);
    }

    private static bool IsPlain(string name, IReadOnlyList<TableDescription> tables) => tables.Any(table => IsCalled(table, name, plain: true));

    private static bool IsCalled(TableDescription table, string name, bool plain)
        => NamesOf(table).Any(own => plain || name.IndexOfAny(_wildcards) < 0 ? string.Equals(own, name, StringComparison.OrdinalIgnoreCase) : FileSystemName.MatchesSimpleExpression(Verbatim(name), own, ignoreCase: true));

    /// <summary>A backslash is a character of names, and not one that makes a plain one of the next.</summary>
    private static string Verbatim(string pattern) => pattern.Replace("\\", "\\\\", StringComparison.Ordinal);

    private static IEnumerable<string> NamesOf(TableDescription table) => [table.Key, table.Name, .. table.Entities];
}
