using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Masking;

namespace Greenhouse.EfBackup.Tests.Masking;

/// <summary>One value, masked as a reader would have it masked.</summary>
internal static class Masked
{
    public static string Value(string rule, string json, MaskColumn column, string key = "a key of the tests")
    {
        var row = new RowBuffer();
        row.WriteRaw("{\"x\":"u8);
        var start = row.Position;
        row.WriteRaw(Encoding.UTF8.GetBytes(json));
        new MaskFactory(new MaskKey(key)).Make(MaskRule.Parse(rule)!, column).Apply(row, start);
        return Encoding.UTF8.GetString(row.Written[start..]);
    }

    public static MaskColumn Column(ValueKind kind, string type = "TEXT")
        => new() { Table = "People", Column = new ColumnDescription { Name = "X", Kind = kind, StoreType = type } };
}
