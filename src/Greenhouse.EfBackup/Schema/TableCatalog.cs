using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Ordering;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Schema;

/// <summary>Which tables a backup is about.</summary>
/// <param name="Include">The only tables, by key, name or entity; empty is all.</param>
/// <param name="Exclude">Tables left out, named the same way.</param>
/// <param name="AllTables">Also those that no entity is mapped to.</param>
internal sealed record TableSelection(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, bool AllTables)
{
    public static readonly TableSelection Everything = new([], [], AllTables: true);

    public static readonly TableSelection Mapped = new([], [], AllTables: false);

    /// <summary>The chosen ones of a backup's tables.</summary>
    /// <exception cref="EfBackupException">The selection names a table that the backup does not hold.</exception>
    public IReadOnlyList<TableDescription> Choose(IReadOnlyList<TableDescription> tables)
    {
        RefuseUnknown(tables);
        return [.. tables.Where(table => Takes(table, isDefault: true))];
    }

    /// <summary>Whether a table is in.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isDefault">What holds for a table that the selection does not name.</param>
    public bool Takes(TableDescription table, bool isDefault)
        => (Include.Count > 0 ? Include.Any(name => IsCalled(table, name)) : isDefault) && !Exclude.Any(name => IsCalled(table, name));

    /// <exception cref="EfBackupException">The selection names a table that is not among these.</exception>
    public void RefuseUnknown(IEnumerable<TableDescription> tables)
    {
        if (Include.Concat(Exclude).FirstOrDefault(name => !tables.Any(table => IsCalled(table, name))) is { } unknown)
        {
            throw new EfBackupException(
                ErrorCode.SelectionEmpty,
                $"no table or entity is called '{unknown}'",
                "name tables as the database does, or entities by their class",
                [.. tables.Select(table => table.Entities.Count > 0 ? $"{table.Key} ({string.Join(", ", table.Entities)})" : table.Key)]);
        }
    }

    private static bool IsCalled(TableDescription table, string name)
        => string.Equals(table.Key, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(table.Name, name, StringComparison.OrdinalIgnoreCase)
            || table.Entities.Contains(name, StringComparer.OrdinalIgnoreCase);
}

/// <summary>The tables that are the application's, described, in load order; and those that are not.</summary>
/// <param name="Tables">What is in.</param>
/// <param name="LeftOut">Keys of what is not.</param>
internal sealed record TableCatalog(IReadOnlyList<TableDescription> Tables, IReadOnlyList<TableDescription> LeftOut)
{
    /// <summary>EF's own lock table; it never holds data that outlives a migration.</summary>
    private const string LockTable = "__EFMigrationsLock";

    /// <summary>Puts together what the database has and what the model says.</summary>
    /// <exception cref="EfBackupException">The selection names a table that is not there.</exception>
    public static TableCatalog Of(
        LiveSchema live, ModelTables model, TableSelection selection, Func<LiveColumn, ColumnMeaning?, ValueKind> kindOf, StringComparer names)
    {
        var described = live.Tables
            .Where(table => !names.Equals(table.Name, model.HistoryTable) && !names.Equals(table.Name, LockTable))
            .Select(table => (Table: Describe(table, model, kindOf), Mapped: model.Maps(table)))
            .ToArray();

        selection.RefuseUnknown(described.Select(pair => pair.Table));
        var kept = described
            .Where(pair => selection.Takes(pair.Table, pair.Mapped || selection.AllTables))
            .Select(pair => pair.Table)
            .ToDictionary(table => table.Key, StringComparer.Ordinal);

        var order = LoadOrder.Of(kept.Keys, kept.Values.SelectMany(table => table.ForeignKeys.Select(key => (table.Key, key.References))));
        return new TableCatalog(
            [.. order.Tables.Select(key => kept[key])],
            [.. described.Select(pair => pair.Table).Where(table => !kept.ContainsKey(table.Key)).OrderBy(table => table.Key, StringComparer.Ordinal)]);
    }

    private static TableDescription Describe(LiveTable table, ModelTables model, Func<LiveColumn, ColumnMeaning?, ValueKind> kindOf)
        => new()
        {
            Key = table.Key,
            Name = table.Name,
            Schema = table.Schema,
            PrimaryKey = table.PrimaryKey,
            ForeignKeys = table.ForeignKeys,
            Indexes = table.Indexes,
            Entities = model.EntitiesOf(table),
            Columns = [.. table.Columns.Select(column => new ColumnDescription
            {
                Name = column.Name,
                StoreType = column.StoreType,
                Kind = kindOf(column, model.MeaningOf(table, column.Name)),
                Nullable = column.Nullable,
                Generated = column.Generated,
                Default = column.Default,
            })],
        };
}
