using System.Text;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Restore;

namespace Greenhouse.EfBackup.Tests.Restore;

/// <summary>Tables of so many rows that the search may end early, and that what differs has no room in memory.</summary>
public sealed class DifferingRowsTests
{
    private const int Rows = 200_000;
    private const int RowsInChunk = 10_000;

    [Theory]
    [InlineData(nameof(PresentRowsSearch.WhileItHelps))]
    [InlineData(nameof(PresentRowsSearch.Whole))]
    public async Task What_differs_comes_in_the_order_of_the_file(string search)
    {
        var table = new Table(Row);

        using var differing = await FindAsync(table, id => id % 5 == 0 ? Row(-id) : Row(id), search);

        Assert.Equal(Enumerable.Range(1, Rows).Where(id => id % 5 == 0).Select(id => Row(-id)), Lines(differing));
        Assert.Equal(Rows / 5 * 4, differing.Found);
        Assert.True(table.IsRead);
    }

    [Fact]
    public async Task Where_few_rows_are_there_the_reading_of_the_table_ends_and_the_rest_of_the_file_follows()
    {
        var table = new Table(Row, rows: int.MaxValue);

        using var differing = await FindAsync(table, id => Row(-id), nameof(PresentRowsSearch.WhileItHelps));

        Assert.True(table.IsCancelled);
        Assert.Equal(Enumerable.Range(1, Rows).Select(id => Row(-id)), Lines(differing));
        Assert.Equal(0, differing.Found);
    }

    [Fact]
    public async Task A_reading_that_may_not_end_early_goes_on_to_the_end()
    {
        var table = new Table(Row);

        using var differing = await FindAsync(table, id => Row(-id), nameof(PresentRowsSearch.Whole));

        Assert.True(table.IsRead);
        Assert.Equal(Rows, Lines(differing).Length);
    }

    [Fact]
    public async Task A_table_with_many_more_rows_than_the_file_is_read_to_its_end()
    {
        var table = new Table(Row, rows: Rows * 3);

        using var differing = await FindAsync(table, Row, nameof(PresentRowsSearch.Whole));

        Assert.True(table.IsRead);
        Assert.Empty(Lines(differing));
    }

    [Fact]
    public async Task An_error_of_the_table_is_that_of_the_search_and_the_file_is_not_read_on()
    {
        var table = new Table(id => id == 1000 ? throw new InvalidDataException("the table") : Row(id));

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => FindAsync(table, Row, nameof(PresentRowsSearch.Whole), rows: int.MaxValue).WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal("the table", refused.Message);
    }

    [Theory]
    [InlineData(nameof(PresentRowsSearch.WhileItHelps))]
    [InlineData(nameof(PresentRowsSearch.Whole))]
    public async Task An_error_of_the_file_ends_the_reading_of_the_table(string search)
    {
        var table = new Table(Row, rows: int.MaxValue);

        await Assert.ThrowsAsync<TimeoutException>(() => FindAsync(table, id => id == Rows / 2 ? throw new TimeoutException() : Row(id), search));

        Assert.True(table.IsCancelled);
    }

    [Fact]
    public async Task A_cancelled_search_ends()
    {
        using var cancellation = new CancellationTokenSource();
        var table = new Table(
            id =>
            {
                if (id == Rows / 2)
                {
                    cancellation.Cancel();
                }

                return Row(id);
            },
            rows: int.MaxValue);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FindAsync(table, Row, nameof(PresentRowsSearch.Whole), cancellation: cancellation.Token));
    }

    private static string Row(int id) => $$"""{"Id":{{id}},"Text":"a, b"}""";

    private static Task<DifferingRows> FindAsync(Table table, Func<int, string> file, string search, int rows = Rows, CancellationToken cancellation = default)
        => DifferingRows.FindAsync(
            Enumerable.Range(1, rows).Chunk(RowsInChunk).Select(ids => Chunk(ids.Select(file), isLast: ids[^1] == rows)), _ => { }, table.ReadAsync, Enum.Parse<PresentRowsSearch>(search), _ => { }, cancellation);

    private static RowChunk Chunk(IEnumerable<string> rows, bool isLast)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join(",\n", rows) + (isLast ? "\n" : ",\n"));
        return new RowChunk(bytes, 0, bytes.Length);
    }

    private static string[] Lines(DifferingRows differing)
        => [.. differing.Read().SelectMany(chunk => Encoding.UTF8.GetString(chunk.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => line.TrimEnd(','))];

    private sealed class Table(Func<int, string> row, int rows = Rows)
    {
        public bool IsRead { get; private set; }

        public bool IsCancelled { get; private set; }

        public Task ReadAsync(RowSink sink, CancellationToken cancellation)
        {
            for (var id = 1; id <= rows; id++)
            {
                if (cancellation.IsCancellationRequested)
                {
                    IsCancelled = true;
                    cancellation.ThrowIfCancellationRequested();
                }

                sink.BeginRow();
                sink.Buffer.WriteRaw(Encoding.UTF8.GetBytes(row(id)));
                try
                {
                    sink.EndRow();
                }
                catch (OperationCanceledException)
                {
                    IsCancelled = true;
                    throw;
                }
            }

            IsRead = true;
            return Task.CompletedTask;
        }
    }
}
