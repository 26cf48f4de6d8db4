using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Masking;

/// <summary>Masks the values of one column, in their canonical form; null stays null.</summary>
internal abstract class ValueMask(MaskColumn column) : IValueMask
{
    protected MaskColumn Column => column;

    public void Apply(RowBuffer row, int start)
    {
        var value = row.Written[start..];
        // No other value begins so.
        if (value[0] != (byte)'n')
        {
            Replace(value, row, start);
        }
    }

    /// <param name="value">The value; it is overwritten by what is written after the row was rewound.</param>
    protected abstract void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start);

    /// <summary>The value is how the database holds it, for its kind has no form for it.</summary>
    protected static bool IsRaw(ReadOnlySpan<byte> value) => value[0] == (byte)'{';

    /// <summary>Writes text that needs no escapes, filled up as the database does.</summary>
    protected void Put(ReadOnlySpan<byte> text, RowBuffer row, int start)
    {
        row.Rewind(start);
        row.WriteByte((byte)'"');
        row.WriteRaw(text);
        for (var length = text.Length; length < column.PaddedTo; length++)
        {
            row.WriteByte((byte)' ');
        }

        row.WriteByte((byte)'"');
    }

    /// <summary>The error that names the column and never the value.</summary>
    protected EfBackupException Refuse(string what)
        => new(ErrorCode.ValueNotMasked, $"a value of {column} {what}", "mend it, or give the column the rule null or shuffle; nothing was written");
}
