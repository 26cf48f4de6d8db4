using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Rows in the order of FORMAT.md.</summary>
internal static class EntityOrder
{
    public static IEnumerable<byte[][]> Sorted(EntityTable table, TableDescription described)
    {
        var order = new ValueOrder();
        var key = described.PrimaryKey.Select(name => (Place: table.PlaceOf(name), IsBytes: described.Columns.First(column => column.Name == name).Kind == ValueKind.Binary)).ToArray();
        return table.Rows.Values.Order(Comparer<byte[][]>.Create(Compare));

        int Compare(byte[][] left, byte[][] right)
            => key.Select(column => order.Compare(left[column.Place], right[column.Place], byValue: false, column.IsBytes)).FirstOrDefault(result => result != 0);
    }
}
