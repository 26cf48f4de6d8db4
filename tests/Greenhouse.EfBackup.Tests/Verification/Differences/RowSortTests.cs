using System.Globalization;
using System.Text;
using Greenhouse.EfBackup.Verification.Differences;

namespace Greenhouse.EfBackup.Tests.Verification.Differences;

public class RowSortTests
{
    /// <summary>All in memory; in some runs; in more runs than are merged at once.</summary>
    [Theory]
    [InlineData(1 << 20)]
    [InlineData(20_000)]
    [InlineData(500)]
    public void Rows_come_out_by_their_keys_and_old_before_new_however_many_runs_there_are(int mostInMemory)
    {
        var rows = Enumerable.Range(0, 3000).Select(number => (Key: (number / 2).ToString("0000", CultureInfo.InvariantCulture), Side: (Side)(number % 2))).ToArray();
        var shuffled = rows.ToArray();
        new Random(1).Shuffle(shuffled);
        using var sort = new RowSort(mostInMemory);

        foreach (var (key, side) in shuffled)
        {
            sort.Add(side, Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes($"row {key} {side}"));
        }

        var sorted = sort.Sorted().Select(record => (Encoding.ASCII.GetString(record.Key), record.Side, Encoding.ASCII.GetString(record.Row))).ToArray();
        Assert.Equal(rows.Select(row => (row.Key, row.Side, $"row {row.Key} {row.Side}")), sorted);
    }

    [Fact]
    public void A_row_that_is_longer_than_the_memory_for_sorting_comes_through()
    {
        using var sort = new RowSort(mostInMemory: 100);
        var lengths = new[] { 300_000, 10, 200_000, 5000 };

        foreach (var length in lengths)
        {
            sort.Add(Side.Old, Encoding.ASCII.GetBytes(length.ToString("0000000", CultureInfo.InvariantCulture)), new byte[length]);
        }

        Assert.Equal(lengths.Order(), sort.Sorted().Select(record => record.Row.Length));
    }

    [Fact]
    public void Many_rows_that_are_set_aside_come_back_in_their_order()
    {
        using var spool = new RowSpool();
        var rows = Enumerable.Range(0, 30_000).Select(number => $"{{\"id\":{number},\"text\":\"{new string('x', number % 100)}\"}}").ToArray();

        foreach (var (row, number) in rows.Select((row, number) => (row, number)))
        {
            spool.Add((Side)(number % 2), Encoding.ASCII.GetBytes(row));
        }

        var records = spool.Read();
        foreach (var (row, number) in rows.Select((row, number) => (row, number)))
        {
            Assert.True(records.MoveNext());
            Assert.Equal((row, (Side)(number % 2)), (Encoding.ASCII.GetString(records.Row), records.Side));
        }

        Assert.False(records.MoveNext());
    }
}
