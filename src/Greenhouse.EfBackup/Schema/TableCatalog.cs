using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Ordering;

namespace Greenhouse.EfBackup.Schema;

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

        var chosen = selection.Among([.. described.Select(pair => pair.Table)]);
        var kept = described
            .Where(pair => chosen.Takes(pair.Table, pair.Mapped || selection.AllTables))
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
                Properties = column.Properties,
            })],
        };
}
