using System.Text;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>The rows of a table, in memory: each value as a file has it.</summary>
/// <param name="table">The table.</param>
/// <param name="columns">Its stored columns, in order.</param>
internal sealed class EntityTable(LiveTable table, IReadOnlyList<LiveColumn> columns)
{
    private readonly int[] _key = [.. table.PrimaryKey.Select(name => PlaceOf(columns, name))];

    public LiveTable Table => table;

    public IReadOnlyList<LiveColumn> Columns => columns;

    /// <summary>Rows by their primary key.</summary>
    public Dictionary<string, byte[][]> Rows { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>The same rows, to be changed apart.</summary>
    public EntityTable Copy() => new(table, columns) { Rows = new(Rows, StringComparer.Ordinal) };

    public int PlaceOf(string column) => PlaceOf(columns, column);

    /// <summary>The primary key of a row.</summary>
    public string KeyOf(byte[][] row) => Join(row, _key);

    /// <summary>Some values of a row, as a key to find it by; null where one of them is null.</summary>
    public static string? KeyOf(byte[][] row, IReadOnlyList<int> places) => places.Any(place => EntityValues.IsNull(row[place])) ? null : Join(row, places);

    /// <summary>A row without values.</summary>
    public byte[][] NewRow()
    {
        var row = new byte[columns.Count][];
        Array.Fill(row, EntityValues.Null);
        return row;
    }

    /// <summary>A row as people know it, <c>Id=5</c>.</summary>
    public string Shown(byte[][] row, IEnumerable<string> names) => string.Join(", ", names.Select(name => $"{name}={Plain(row[PlaceOf(name)])}"));

    private static string Plain(byte[] value) => value[0] == '"' ? Format.JsonText.Unquote(value) : Encoding.UTF8.GetString(value);

    /// <summary>No value has a line feed in it.</summary>
    private static string Join(byte[][] row, IReadOnlyList<int> places) => string.Join('\n', places.Select(place => Encoding.UTF8.GetString(row[place])));

    private static int PlaceOf(IReadOnlyList<LiveColumn> columns, string name)
    {
        for (var place = 0; place < columns.Count; place++)
        {
            if (columns[place].Name == name)
            {
                return place;
            }
        }

        throw new ArgumentException($"There is no column {name}.", nameof(name));
    }
}
