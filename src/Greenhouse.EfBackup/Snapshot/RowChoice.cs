using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Snapshot;

/// <summary>The rows that somebody wants of a database, and how to find them.</summary>
internal static class RowChoice
{
    /// <param name="where">Conditions, <c>Customers=Region = 'EU'</c>.</param>
    /// <returns>The conditions with the tables as they are named there; null where all rows are wanted.</returns>
    /// <exception cref="EfBackupException">One of them is none.</exception>
    public static SelectedRows? Read(IReadOnlyList<string> where, int? limit, bool withRelated, bool andDependents)
        => where.Count == 0 && limit is null && !withRelated && !andDependents ? null
            : new SelectedRows { Where = [.. where.Select(Read)], Limit = limit, WithRelated = withRelated || andDependents, AndDependents = andDependents };

    /// <summary>The tables that are looked at: with what is related, all that are not left out, whether an entity maps them or not.</summary>
    public static TableSelection Candidates(SelectedRows rows, TableSelection selection)
        => rows.WithRelated ? selection with { Include = [], AllTables = true } : selection;

    /// <summary>The conditions by the keys of their tables.</summary>
    /// <exception cref="EfBackupException">There is no such table, or several are called so.</exception>
    public static SelectedRows Named(SelectedRows rows, IReadOnlyList<TableDescription> tables)
        => rows with
        {
            Where = [.. rows.Where.Select(condition => TableSelection.Find(condition.Table, tables) is [var only]
                ? condition with { Table = only.Key }
                : throw new EfBackupException(ErrorCode.Usage, $"several tables are called '{condition.Table}'", "a condition is about one table: name it as the database does, with its schema"))],
        };

    /// <summary>Without related rows each table gives its own. With them, those that somebody speaks of are where it begins, and the others give what is reached.</summary>
    /// <param name="rows">The conditions by the keys of their tables.</param>
    /// <param name="selection">The tables that were asked for.</param>
    /// <param name="tables">Those that are looked at.</param>
    public static RowSelection Of(SelectedRows rows, TableSelection selection, IReadOnlyList<TableDescription> tables)
    {
        var chosen = selection with { Exclude = [] };
        chosen = chosen.Among(tables);
        var own = tables.Where(table => !rows.WithRelated || IsSpokenOf(table)).Select(table => new SeedRows(
            table, [.. rows.Where.Where(condition => condition.Table == table.Key).Select(condition => condition.Condition)], rows.Limit));
        return new RowSelection(
            [.. own],
            rows.WithRelated,
            // What no entity is mapped to is taken where it is needed, and not because it hangs on something.
            rows.AndDependents ? [.. tables.Where(table => table.Entities.Count > 0 || selection.AllTables)] : []);

        bool IsSpokenOf(TableDescription table)
            => rows.Where.Any(condition => condition.Table == table.Key)
                || (selection.Include.Count > 0 ? chosen.Takes(table, isDefault: false) : rows.Where.Count == 0 && (table.Entities.Count > 0 || selection.AllTables));
    }

    private static RowCondition Read(string text)
        => text.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } table, { Length: > 0 } condition]
            ? new RowCondition(table, condition)
            : throw new EfBackupException(ErrorCode.Usage, $"'{text}' is no condition on a table", "write a table, =, and what would stand behind WHERE: --where \"Customers=Region = 'EU'\"");
}
