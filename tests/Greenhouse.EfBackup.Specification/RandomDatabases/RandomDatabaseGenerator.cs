using FsCheck;
using FsCheck.Fluent;

namespace Greenhouse.EfBackup.Specification.RandomDatabases;

/// <summary>Random tables with keys, references in any direction, and rows that keep to both.</summary>
public sealed class RandomDatabaseGenerator(RandomDialect dialect)
{
    private const int MostTables = 6;
    private const int MostRows = 8;
    private const string Null = "NULL";

    private static readonly string[] _names = ["t", "Order", "select", "it's", "a\"b", "Ünï", "semi;colon", "with space", "x.y", "{0}", "<b>", "日本", "--", "$1", "back\\slash", "[x]", "%", "\u001b[31m"];
    private static readonly string[] _actions = ["NO ACTION", "CASCADE", "SET NULL", "RESTRICT"];

    private readonly ColumnType[] _keyTypes = [.. dialect.Types.Where(type => type.Distinct.Count > 1)];

    /// <summary>The database of a number, the same whenever it is asked for.</summary>
    public RandomDatabase Make(ulong seed, int number) => Databases.Sample(1, new Rnd(seed, (ulong)((2 * number) + 1)), 1).Single();

    private Gen<RandomDatabase> Databases
        => from count in Gen.Choose(1, MostTables)
           from keyed in Enumerable.Range(0, count).Aggregate(Gen.Constant(Array.Empty<RandomTable>()), (before, number) => from tables in before from next in Keyed(number, tables) select (RandomTable[])[.. tables, next])
           from filled in Gen.CollectToArray(keyed, table => Filled(table, keyed))
           from mapped in Gen.Elements(true, false)
           select new RandomDatabase(filled, mapped);

    /// <summary>A table with nothing but its key: the rows that others can reference.</summary>
    private Gen<RandomTable> Keyed(int number, RandomTable[] before)
        => from name in Gen.Elements(_names)
           from key in Gen.Frequency(
               (1, Gen.Constant(Array.Empty<ColumnType>())),
               (2, Gen.Constant<ColumnType[]>([dialect.Counted])),
               (3, Gen.Elements(_keyTypes).ArrayOf(1)),
               (3, Gen.Choose(2, 3).SelectMany(columns => Gen.Elements(_keyTypes).ArrayOf(columns))))
           let columns = key.Select((type, place) => new RandomColumn($"{name} key {place}", type, Nullable: false)).ToArray()
           from count in Gen.Choose(0, MostRows)
           from rows in Gen.CollectToArray(columns, column => Gen.Elements(column.Type.Distinct.AsEnumerable())).ArrayOf(count)
           from parent in Parent(before)
           let own = new RandomTable($"{name}{number}", [.. columns.Select(column => column.Name)], key is [var only] && only == dialect.Counted, columns, Distinct(rows))
           select parent is null ? own : Part(own, parent);

    /// <summary>A table whose rows another table's may be parts of.</summary>
    private static Gen<RandomTable?> Parent(RandomTable[] before)
        => before.Where(table => table.Key.Count > 0).ToArray() is { Length: > 0 } keyed
            ? Mostly(Gen.Constant<RandomTable?>(null), Gen.Elements(keyed).Select(RandomTable? (table) => table))
            : Gen.Constant<RandomTable?>(null);

    /// <summary>Its key begins with that of another table, whose row must be there.</summary>
    private static RandomTable Part(RandomTable own, RandomTable parent)
    {
        RandomColumn[] shared = [.. parent.Columns.Take(parent.Key.Count).Select((column, place) => column with { Name = $"{own.Name} of {place}" })];
        string[][] rows = [.. parent.Rows.SelectMany(whole => own.Rows.Take(2).DefaultIfEmpty([]).Select(part => (string[])[.. whole.Take(shared.Length), .. part])).Where(row => row.Length == shared.Length + own.Columns.Count)];
        return own with
        {
            Key = [.. shared.Select(column => column.Name), .. own.Key],
            IsCounted = false,
            Columns = [.. shared, .. own.Columns],
            Rows = rows,
            References = [new RandomReference([.. shared.Select(column => column.Name)], parent, "CASCADE")],
        };
    }

    private Gen<RandomTable> Filled(RandomTable table, RandomTable[] all)
        => from plain in Gen.Choose(table.Key.Count > 0 ? 0 : 1, 5)
           from columns in Gen.CollectToArray(Enumerable.Range(0, plain), number => Column(table, number))
           from count in Gen.Frequency((3, Gen.Constant(0)), (4, Gen.Constant(1)), (2, Gen.Constant(2)))
           from references in Gen.CollectToArray(Enumerable.Range(0, count), number => Reference(table, number, all))
           let added = references.OfType<AddedReference>().ToArray()
           // Without a key nothing is known of its rows yet, not even how many.
           from rows in Gen.CollectToArray(table.Key.Count > 0 ? table.Rows : Enumerable.Repeat<IReadOnlyList<string>>([], plain), row => Row(row, columns, added))
           select table with
           {
               Columns = [.. table.Columns, .. columns, .. added.SelectMany(reference => reference.Columns)],
               Rows = rows,
               References = [.. table.References, .. added.Select(reference => new RandomReference([.. reference.Columns.Select(column => column.Name)], reference.To, reference.Action))],
           };

    private Gen<RandomColumn> Column(RandomTable table, int number)
        => from type in Gen.Elements(dialect.Types.Where(type => table.Key.Count > 0 || !type.IsDocument))
           from nullable in Gen.Elements(true, false)
           select new RandomColumn($"{table.Name} {number}", type, nullable);

    private static Gen<AddedReference?> Reference(RandomTable table, int number, RandomTable[] all)
        => all.Where(other => other.Key.Count > 0).ToArray() is { Length: > 0 } keyed
            ? from to in Gen.Elements(keyed)
              from wanted in Gen.Elements(true, false)
              let nullable = wanted || to.Rows.Count == 0 // There is nothing else that it could reference.
              from action in Gen.Elements(nullable ? _actions : [.. _actions.Where(action => action != "SET NULL")])
              select (AddedReference?)new AddedReference([.. to.Columns.Take(to.Key.Count).Select((column, place) => column with { Name = $"{table.Name} ref {number} {place}", Nullable = nullable })], to, action)
            : Gen.Constant<AddedReference?>(null);

    private static Gen<IReadOnlyList<string>> Row(IReadOnlyList<string> key, RandomColumn[] columns, AddedReference[] references)
        => from values in Gen.CollectToArray(columns, Value)
           from others in Gen.CollectToArray(references, Values)
           select (IReadOnlyList<string>)[.. key, .. values, .. others.SelectMany(other => other)];

    private static Gen<string> Value(RandomColumn column)
        => column.Nullable ? Mostly(Gen.Elements(column.Type.All.AsEnumerable()), Gen.Constant(Null)) : Gen.Elements(column.Type.All.AsEnumerable());

    private static Gen<IEnumerable<string>> Values(AddedReference reference)
    {
        var nothing = Gen.Constant(reference.Columns.Select(_ => Null));
        if (reference.To.Rows.Count == 0)
        {
            return nothing;
        }

        var some = Gen.Elements(reference.To.Rows.AsEnumerable()).Select(row => row.Take(reference.Columns.Length));
        return reference.Columns[0].Nullable ? Mostly(some, nothing) : some;
    }

    private static Gen<T> Mostly<T>(Gen<T> usual, Gen<T> other) => Gen.Frequency<T>((4, usual), (1, other));

    private static IReadOnlyList<string>[] Distinct(string[][] rows) => [.. rows.DistinctBy(row => string.Join('\n', row))];

    private sealed record AddedReference(RandomColumn[] Columns, RandomTable To, string Action);
}
