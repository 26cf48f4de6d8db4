using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Rows of a seed among entities: found and changed as rows in memory, and saved as entities at the end.</summary>
internal sealed class EntitySeedStore : ISeedStore
{
    private readonly EntityStore _store;
    private readonly IReadOnlyList<EntityTable> _former;
    private readonly IReadOnlyList<EntityTable> _rows;
    private readonly EntityValues _values = new();

    private EntitySeedStore(EntityStore store, IReadOnlyList<EntityTable> rows) => (_store, _former, _rows) = (store, rows, [.. rows.Select(table => table.Copy())]);

    public string Name => _store.Name;

    public StringComparer Names => StringComparer.Ordinal;

    /// <exception cref="EfBackupException">The model can't be put into tables, or the entities can't be read.</exception>
    public static async Task<ISeedStore> OpenAsync(DbContext context, CancellationToken cancellation)
    {
        var store = EntityStore.Open(context);
        try
        {
            return new EntitySeedStore(store, await store.ReadAsync(cancellation));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation) => Task.FromResult(_store.Model.Schema);

    public ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning) => EntitySnapshot.Kind(column);

    public bool Generates(TableDescription table, ColumnDescription column) => Column(table, column).Identity && column.Kind == ValueKind.Integer;

    /// <summary>There is no transaction to begin: nothing is saved before the end.</summary>
    public Task BeginAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<StoredRow?> FindAsync(
        TableDescription table, IReadOnlyList<SeedCell> identity, IReadOnlyList<SeedCell> compared, IReadOnlyList<ColumnDescription> wanted, CancellationToken cancellation)
    {
        var row = Find(table, identity);
        return Task.FromResult(row is null ? null : new StoredRow(Values(table, row, wanted), [.. compared.Where(cell => !IsSame(cell, row[Table(table).PlaceOf(cell.Column.Name)], Take(table, cell)))]));
    }

    public Task<StoredRow> InsertAsync(TableDescription described, IReadOnlyList<SeedCell> cells, IReadOnlyList<ColumnDescription> wanted, CancellationToken cancellation)
    {
        var table = Table(described);
        var row = table.NewRow();
        foreach (var (column, place) in table.Columns.Select((column, place) => (column, place)))
        {
            row[place] = cells.FirstOrDefault(cell => cell.Column.Name == column.Name) is { } cell ? Take(described, cell)
                : column.Identity && EntitySnapshot.Kind(column) == ValueKind.Integer ? Next(table, place)
                : _store.Model.DefaultOf(described.Key, column.Name);
        }

        Refuse(described, row, without: null);
        table.Rows.Add(table.KeyOf(row), row);
        return Task.FromResult(new StoredRow(Values(described, row, wanted), []));
    }

    public Task UpdateAsync(TableDescription described, IReadOnlyList<SeedCell> identity, IReadOnlyList<SeedCell> changes, CancellationToken cancellation)
    {
        var table = Table(described);
        var row = Find(described, identity) ?? throw new SeedRefusedException("it is no longer there");
        byte[][] changed = [.. row];
        foreach (var cell in changes)
        {
            changed[table.PlaceOf(cell.Column.Name)] = Take(described, cell);
        }

        Refuse(described, changed, without: row);
        table.Rows.Remove(table.KeyOf(row));
        table.Rows.Add(table.KeyOf(changed), changed);
        return Task.CompletedTask;
    }

    public Task CommitAsync(CancellationToken cancellation) => _store.WriteAsync(_former, _rows, cancellation);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private EntityTable Table(TableDescription described) => _rows.First(table => table.Table.Key == described.Key);

    private LiveColumn Column(TableDescription table, ColumnDescription column) => Table(table).Columns[Table(table).PlaceOf(column.Name)];

    private byte[][]? Find(TableDescription described, IReadOnlyList<SeedCell> identity)
    {
        var table = Table(described);
        var wanted = identity.Select(cell => (Cell: cell, Place: table.PlaceOf(cell.Column.Name), Value: Take(described, cell))).ToArray();
        return EntityOrder.Sorted(table, described).FirstOrDefault(row => wanted.All(one => IsSame(one.Cell, row[one.Place], one.Value)));
    }

    /// <summary>The value as the column keeps it.</summary>
    private byte[] Take(TableDescription table, SeedCell cell)
    {
        try
        {
            return cell.Value.Form switch
            {
                SeedForm.Null => EntityValues.Null,
                SeedForm.Stored => (byte[])cell.Value.Given!,
                SeedForm.Raw when cell.Value.Mark == "$text" => _store.Model.ColumnOf(table.Key, cell.Column.Name).Take([.. "{\"$text\":"u8, .. JsonText.Quote(cell.Value.Text), (byte)'}'], cell.Column, cell.Column),
                SeedForm.Raw => throw new SeedRefusedException($"{cell.Column.Name} has a value that only the database it comes from can hold ({cell.Value.Mark})"),
                SeedForm.Document => _store.Model.ColumnOf(table.Key, cell.Column.Name).Take(System.Text.Encoding.UTF8.GetBytes(cell.Value.Text), cell.Column, cell.Column),
                _ => _store.Model.ColumnOf(table.Key, cell.Column.Name).Take(Json(cell), cell.Column, cell.Column),
            };
        }
        catch (Exception exception) when (exception is ValueNotHeldException or FormatException)
        {
            throw new SeedRefusedException(exception.Message, exception);
        }
    }

    private static byte[] Json(SeedCell cell)
        => cell.Column.Kind is ValueKind.Boolean or ValueKind.Integer or ValueKind.Json || (cell.Column.Kind is ValueKind.Decimal or ValueKind.Single or ValueKind.Double && !char.IsLetter(cell.Value.Text[^1]) && cell.Value.Text[^1] != 'y')
            ? System.Text.Encoding.UTF8.GetBytes(cell.Value.Text)
            : JsonText.Quote(cell.Value.Text);

    /// <summary>Equal numbers are the same however many zeros they end in.</summary>
    private static bool IsSame(SeedCell cell, byte[] one, byte[] other)
        => one.AsSpan().SequenceEqual(other)
            || (cell.Column.Kind == ValueKind.Decimal && Numeral.TryRead(one, out var number) && Numeral.TryRead(other, out var second) && number.Equals(second));

    private byte[] Next(EntityTable table, int place)
        => _values.Write(table.Rows.Values.Select(row => long.Parse(row[place], System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max() + 1, ValueKind.Integer, table.Columns[place].Name);

    private static Dictionary<string, SeedValue> Values(EntityTable table, byte[][] row, IReadOnlyList<ColumnDescription> wanted)
        => wanted.ToDictionary(column => column.Name, column => row[table.PlaceOf(column.Name)] is var value && EntityValues.IsNull(value) ? SeedValue.Null : SeedValue.Stored(value), StringComparer.Ordinal);

    private Dictionary<string, SeedValue> Values(TableDescription described, byte[][] row, IReadOnlyList<ColumnDescription> wanted) => Values(Table(described), row, wanted);

    /// <summary>What no such provider watches over: keys, what must be unique, and what must have a value.</summary>
    private void Refuse(TableDescription described, byte[][] row, byte[][]? without)
    {
        var table = Table(described);
        if (described.StoredColumns.FirstOrDefault(column => !column.Nullable && EntityValues.IsNull(row[table.PlaceOf(column.Name)])) is { } required)
        {
            throw new SeedRefusedException($"{required.Name} must have a value");
        }

        if (table.Rows.TryGetValue(table.KeyOf(row), out var there) && there != without)
        {
            throw new SeedRefusedException($"a row with the key {table.Shown(row, described.PrimaryKey)} is there already");
        }

        foreach (var key in described.ForeignKeys.Where(key => _rows.Any(other => other.Table.Key == key.References)))
        {
            RefuseDangling(described, key, row);
        }

        foreach (var index in described.Indexes.Where(index => index is { Unique: true, Definition: null }))
        {
            int[] places = [.. index.Columns.Select(table.PlaceOf)];
            if (EntityTable.KeyOf(row, places) is { } value && table.Rows.Values.FirstOrDefault(other => other != without && EntityTable.KeyOf(other, places) == value) is { } taken)
            {
                throw new SeedRefusedException($"row {table.Shown(taken, described.PrimaryKey)} has the same {string.Join(", ", index.Columns)}, which must be unique ({index.Name})");
            }
        }
    }

    private void RefuseDangling(TableDescription described, ForeignKeyDescription key, byte[][] row)
    {
        var (table, principal) = (Table(described), _rows.First(other => other.Table.Key == key.References));
        int[] places = [.. principal == table ? key.ReferencedColumns.Select(table.PlaceOf) : []];
        if (EntityTable.KeyOf(row, [.. key.Columns.Select(table.PlaceOf)]) is { } value
            && !EntityKeys.ByValues(principal, key.ReferencedColumns).Contains(value)
            && !(principal == table && EntityTable.KeyOf(row, places) == value))
        {
            throw new SeedRefusedException($"there is no row of {key.References} that it references ({table.Shown(row, key.Columns)})");
        }
    }
}
