using System.Globalization;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Documents;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>The tables that a seed can name, and their columns: by the database's names, or by those of the code.</summary>
internal sealed class SeedSchema
{
    private readonly ModelTables _model;
    private readonly StringComparer _names;
    private readonly Dictionary<(string Table, string Column), ColumnNames> _columns = [];
    private readonly Dictionary<(string Table, string Column), Func<SeedValue, SeedValue>?> _spellings = [];

    private SeedSchema(ModelTables model, IReadOnlyList<TableDescription> tables, StringComparer names, bool hasHistory)
        => (_model, Tables, _names, AppliedMigrations) = (model, tables, names, hasHistory ? model.AppliedMigrations : null);

    /// <summary>Every table of the database, in load order.</summary>
    public IReadOnlyList<TableDescription> Tables { get; }

    /// <summary>The migrations in the database's history; null where it has none.</summary>
    public IReadOnlyList<string>? AppliedMigrations { get; }

    /// <summary>Reads it from the database as it is.</summary>
    public static async Task<SeedSchema> ReadAsync(DbContext context, ISeedStore store, CancellationToken cancellation)
    {
        var live = await store.ReadSchemaAsync(cancellation);
        var model = await ModelTables.ReadAsync(context, store.Names, live, cancellation);
        return new SeedSchema(
            model, TableCatalog.Of(live, model, TableSelection.Everything, store.KindOf, store.Names).Tables, store.Names, live.Tables.Any(table => store.Names.Equals(table.Name, model.HistoryTable)));
    }

    /// <exception cref="EfBackupException">There is none of that name, or several.</exception>
    public TableDescription Table(SeedTableText text, string file)
    {
        var found = Tables.FirstOrDefault(table => _names.Equals(table.Key, text.Name)) is { } exact ? [exact]
            : Named(table => [table.Key, table.Name]) is { Length: > 0 } named ? named
            : Named(table => table.Entities);
        return found switch
        {
            [var table] => table,
            [] => throw SeedErrors.NoTable(file, text, Tables.SelectMany(table => table.Entities.Prepend(table.Key))),
            _ => throw SeedErrors.SeveralTables(file, text, found.Select(table => table.Key)),
        };

        TableDescription[] Named(Func<TableDescription, IEnumerable<string>> names) => [.. Tables.Where(table => names(table).Contains(text.Name, StringComparer.OrdinalIgnoreCase))];
    }

    /// <exception cref="EfBackupException">There is none of that name, or its values are the database's affair.</exception>
    public ColumnDescription Column(TableDescription table, string name, SeedPlace place)
    {
        var column = table.Columns.FirstOrDefault(column => _names.Equals(column.Name, name))
            ?? table.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? table.Columns.FirstOrDefault(column => NamesOf(table, column).Properties.Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? throw SeedErrors.NoColumn(place, name, table.StoredColumns.SelectMany(column => NamesOf(table, column).Properties.Prepend(column.Name)));
        return column.Generated ? throw SeedErrors.Row(place, $"has {name}, which the database computes", "leave it out") : column;
    }

    /// <summary>The enumeration whose values a column holds as numbers; null where it holds others.</summary>
    public Type? EnumerationOf(TableDescription table, ColumnDescription column) => NamesOf(table, column).Enumeration;

    /// <summary>How documents and lists become what the database's provider reads; null where they do as they stand.</summary>
    public Func<SeedValue, SeedValue>? SpellingOf(TableDescription table, ColumnDescription column)
    {
        if (!_spellings.TryGetValue((table.Key, column.Name), out var spelling))
        {
            _spellings[(table.Key, column.Name)] = spelling = FindSpelling(table, column);
        }

        return spelling;
    }

    /// <summary>What tells an entity's rows apart from others of its table, where a seed names the entity.</summary>
    public SeedCell? DiscriminatorOf(TableDescription table, string name)
    {
        if (string.Equals(name, table.Key, StringComparison.OrdinalIgnoreCase) || string.Equals(name, table.Name, StringComparison.OrdinalIgnoreCase) || _model.DiscriminatorOf(table, name) is not var (column, value))
        {
            return null;
        }

        var text = value switch
        {
            bool truth => truth ? "true" : "false",
            Enum number => number.ToString("D"),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        return new SeedCell(table.Columns.First(described => _names.Equals(described.Name, column)), SeedValue.Canonical(text));
    }

    /// <summary>The names of a row's columns compare as the database's do.</summary>
    public bool IsSame(string one, string other) => _names.Equals(one, other);

    private Func<SeedValue, SeedValue>? FindSpelling(TableDescription table, ColumnDescription column)
        => _model.ElementOf(table, column.Name) is { } element
            ? KindConversion.IsArray(column)
                ? SeedSpelling.OfArrays(new ArrayOfList(column, element, isHexadecimal: false))
                : SeedSpelling.OfLists(new ListSpelling(column with { Kind = ValueKind.Json }, element, isArray: false))
            : _model.ShapeOf(table, column.Name) is { } shape ? SeedSpelling.OfDocuments(CompactSpelling.OfProvider(column, shape))
            : column.Kind == ValueKind.Json && _model.IsText(table, column.Name) ? SeedSpelling.OfText : null;

    private ColumnNames NamesOf(TableDescription table, ColumnDescription column)
    {
        if (!_columns.TryGetValue((table.Key, column.Name), out var names))
        {
            _columns[(table.Key, column.Name)] = names = _model.NamesOf(table, column.Name);
        }

        return names;
    }
}
