using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>One value as SQLite holds it.</summary>
/// <param name="Type"><see cref="SqliteNative.Integer"/> or another of SQLite's five types.</param>
/// <param name="Length">Of a text or blob, in bytes.</param>
/// <param name="Bits">The integer, the bits of the double, or the address of the text's or blob's bytes.</param>
internal readonly record struct SqliteCell(int Type, int Length, long Bits)
{
    public double Real => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>A text's or blob's bytes, until the block that the cell is of takes other rows.</summary>
    public unsafe ReadOnlySpan<byte> Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new((void*)Bits, Length);
    }
}
