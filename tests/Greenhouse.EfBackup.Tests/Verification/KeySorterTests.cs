using Greenhouse.EfBackup.Tests.Storage;
using Greenhouse.EfBackup.Verification;

namespace Greenhouse.EfBackup.Tests.Verification;

public sealed class KeySorterTests : IDisposable
{
    private const int Count = 1000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 999)]
    [InlineData(7, 142)]
    [InlineData(999, 1)]
    [InlineData(1000, 0)]
    [InlineData(5000, 0)]
    public void Records_come_out_in_order_however_many_stay_in_memory(int most, int runs)
    {
        using var sorter = new KeySorter(_folder.Path, most);
        foreach (var record in Shuffled())
        {
            sorter.Add(record);
        }

        Assert.Equal(runs, sorter.Runs);
        Assert.Equal(Enumerable.Range(0, Count).Select(Record), sorter.Sorted());
    }

    [Fact]
    public void None_come_out_of_none()
    {
        using var sorter = new KeySorter(_folder.Path);

        Assert.Empty(sorter.Sorted());
    }

    [Fact]
    public void The_temporary_file_is_nobody_elses_and_is_gone_while_it_is_used()
    {
        using var sorter = new KeySorter(_folder.Path, 1);
        sorter.Add(Record(1));
        sorter.Add(Record(2));

        Assert.Equal(1, sorter.Runs);
        Assert.True(OperatingSystem.IsWindows() || _folder.Files.Length == 0);
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_named()
    {
        using var sorter = new KeySorter(_folder.At("none"), 1);
        sorter.Add(Record(1));

        var error = Assert.Throws<EfBackupException>(() => sorter.Add(Record(2)));

        Assert.Equal("EFB1601", error.Code);
        Assert.Contains(_folder.At("none"), error.Message, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", error.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_keeps_source_and_row()
    {
        var record = new KeyRecord((ulong.MaxValue, 7), KeyRecord.MostSources - 1, (1L << 44) - 1);

        Assert.Equal((KeyRecord.MostSources - 1, (1L << 44) - 1), (record.Source, record.Row));
    }

    /// <summary>Two halves of a hash, and a place: each decides where those before it are equal.</summary>
    private static KeyRecord Record(int number) => new((ulong)(number / 100), (ulong)(number / 10), (ulong)number);

    // 7 and 1000 have no divisor in common: every number comes up once.
    private static IEnumerable<KeyRecord> Shuffled() => Enumerable.Range(0, Count).Select(number => Record(number * 7 % Count));
}
