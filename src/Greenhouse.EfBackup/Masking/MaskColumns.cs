using System.Globalization;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>Finds out what the masked values of a column have to hold to.</summary>
internal static partial class MaskColumns
{
    public static MaskColumn Of(TableDescription table, ColumnDescription column, ColumnModel model, StringComparer names, ColumnStorage storage)
    {
        var keys = KeysWith(table, column.Name, names).ToArray();
        var (lowest, highest) = RangeOf(model.ProviderType, column.StoreType);
        var length = LengthOf(column.StoreType);
        return new MaskColumn
        {
            Table = table.Key,
            Column = column,
            Storage = storage,
            MaxLength = (length, model.MaxLength) is ({ } stored, { } mapped) ? Math.Min(stored, mapped) : length ?? model.MaxLength,
            PaddedTo = Padded().IsMatch(column.StoreType) ? length ?? 1 : null,
            Lowest = lowest,
            Highest = highest,
            InPrimaryKey = table.PrimaryKey.Contains(column.Name, names),
            Unique = keys.Length > 0,
            UniqueWithOthers = keys.Any(key => key > 1),
        };
    }

    /// <summary>The number of columns of every unique key that has this one, or an expression that may.</summary>
    private static IEnumerable<int> KeysWith(TableDescription table, string column, StringComparer names)
        => table.Indexes.Where(index => index.Unique)
            .Where(index => index.Columns.Contains(column, names) || (index.Columns.Any(part => part.StartsWith('(')) && index.Definition?.Contains(column, StringComparison.OrdinalIgnoreCase) == true))
            .Select(index => index.Columns.Count)
            .Concat(table.PrimaryKey.Contains(column, names) ? [table.PrimaryKey.Count] : []);

    /// <summary>Reading an integer that its property can't hold fails, whatever the database thinks.</summary>
    private static (long Lowest, long Highest) RangeOf(Type? type, string storeType)
        => Type.GetTypeCode(type) switch
        {
            TypeCode.Byte => (byte.MinValue, byte.MaxValue),
            TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
            TypeCode.Int16 => (short.MinValue, short.MaxValue),
            TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
            TypeCode.Int32 => (int.MinValue, int.MaxValue),
            TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
            TypeCode.UInt64 => (0, long.MaxValue),
            TypeCode.Int64 => (long.MinValue, long.MaxValue),
            _ => storeType switch
            {
                "smallint" => (short.MinValue, short.MaxValue),
                "integer" => (int.MinValue, int.MaxValue),
                "oid" => (uint.MinValue, uint.MaxValue),
                _ => (long.MinValue, long.MaxValue),
            },
        };

    private static int? LengthOf(string storeType)
        => Length().Match(storeType) is { Success: true } match && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    [GeneratedRegex(@"char(?:acter)?(?: varying)?\s*\(\s*([0-9]+)\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Length();

    // PostgreSQL's char(n); SQLite fills up nothing, and EF never spells a type of its so.
    [GeneratedRegex(@"^(?:character|bpchar|char)(?:\([0-9]+\))?$")]
    private static partial Regex Padded();
}
