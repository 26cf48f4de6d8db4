using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>A table of the one and the same table of the other: which of their columns are compared, and by which of them rows are found.</summary>
internal sealed record TableMatch
{
    /// <summary>The old table; null where there is none.</summary>
    public TableDescription? Old { get; private init; }

    /// <summary>The new table; null where there is none.</summary>
    public TableDescription? New { get; private init; }

    /// <summary>The key by which it is named.</summary>
    public string Key => (Old ?? New)!.Key;

    /// <summary>What is compared: columns of both, or all of the only table.</summary>
    public IReadOnlyList<ColumnMatch> Columns { get; private init; } = [];

    /// <summary>What makes a row that row: the primary key, or all that is compared.</summary>
    public IReadOnlyList<ColumnMatch> Identity { get; private init; } = [];

    /// <summary>The tables have one primary key. Without, rows are there or not, and never changed.</summary>
    public bool IsKeyed { get; private init; }

    /// <summary>Stored columns that the old table alone has.</summary>
    public IReadOnlyList<ColumnDescription> OnlyOld { get; private init; } = [];

    /// <summary>Stored columns that the new table alone has.</summary>
    public IReadOnlyList<ColumnDescription> OnlyNew { get; private init; } = [];

    /// <summary>Columns whose kinds have nothing in common, a sentence each.</summary>
    public IReadOnlyList<string> NotCompared { get; private init; } = [];

    /// <summary>Equal bytes are equal rows.</summary>
    public bool IsOneLayout { get; private init; }

    public bool IsOnlyOne => Old is null || New is null;

    public TableDescription? Of(Side side) => side == Side.Old ? Old : New;

    /// <summary>A table that the other does not have.</summary>
    public static TableMatch Only(TableDescription table, Side side)
    {
        ColumnMatch[] columns = [.. table.StoredColumns.Select((column, place) => new ColumnMatch(column.Name, place, place, column.Kind, column.Kind, ByValue: false))];
        return new TableMatch
        {
            Old = side == Side.Old ? table : null,
            New = side == Side.New ? table : null,
            Columns = columns,
            Identity = table.PrimaryKey.Count > 0 ? [.. table.PrimaryKey.Select(name => columns.First(column => column.Name == name))] : columns,
            IsKeyed = table.PrimaryKey.Count > 0,
        };
    }

    /// <param name="names">How identifiers compare.</param>
    /// <param name="foreign">The two are of different kinds of databases.</param>
    public static TableMatch Of(TableDescription old, TableDescription @new, StringComparer names, bool foreign)
    {
        var common = Common(old, @new, names).ToArray();
        ColumnMatch[] columns = [.. common.Where(pair => ColumnMatch.IsPossible(pair.Old.Column, pair.New.Column)).Select(pair => new ColumnMatch(
            pair.Old.Column.Name, pair.Old.Place, pair.New.Place, pair.Old.Column.Kind, pair.New.Column.Kind,
            ByValue: foreign || pair.Old.Column.Kind != pair.New.Column.Kind || pair.Old.Column.StoreType != pair.New.Column.StoreType))];
        ColumnMatch[] key = [.. old.PrimaryKey.Select(name => columns.FirstOrDefault(column => names.Equals(column.Name, name))).OfType<ColumnMatch>()];
        var keyed = key.Length > 0 && key.Length == old.PrimaryKey.Count && old.PrimaryKey.SequenceEqual(@new.PrimaryKey, names);
        return new TableMatch
        {
            Old = old,
            New = @new,
            Columns = columns,
            Identity = keyed ? key : columns,
            IsKeyed = keyed,
            OnlyOld = [.. old.StoredColumns.Where(column => common.All(pair => pair.Old.Column != column))],
            OnlyNew = [.. @new.StoredColumns.Where(column => common.All(pair => pair.New.Column != column))],
            NotCompared =
            [
                .. common.Where(pair => !ColumnMatch.IsPossible(pair.Old.Column, pair.New.Column))
                    .Select(pair => $"{pair.Old.Column.Name} is {KindOf(pair.Old.Column)} in the old and {KindOf(pair.New.Column)} in the new"),
                .. columns.Length == 0 && old.StoredColumns.Count + @new.StoredColumns.Count > 0 ? ["they have no column in common"] : Array.Empty<string>(),
            ],
            IsOneLayout = old.StoredColumns.Select(column => (column.Name, column.Kind)).SequenceEqual(@new.StoredColumns.Select(column => (column.Name, column.Kind))),
        };
    }

    private static IEnumerable<((ColumnDescription Column, int Place) Old, (ColumnDescription Column, int Place) New)> Common(TableDescription old, TableDescription @new, StringComparer names)
        => from left in old.StoredColumns.Select((column, place) => (Column: column, Place: place))
           from right in @new.StoredColumns.Select((column, place) => (Column: column, Place: place))
           where names.Equals(left.Column.Name, right.Column.Name)
           select (left, right);

    private static string KindOf(ColumnDescription column) => $"{ValueKindConverter.NameOf(column.Kind)} ({column.StoreType})";
}
