using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Restore;

namespace Greenhouse.EfBackup.Tests.Restore;

/// <summary>With a window of 64 rows, so that one thread waits for the other and the window moves.</summary>
public sealed class PresentRowsTests
{
    private const int Window = 64;

    [Theory]
    [InlineData(1)]
    [InlineData(Window)]
    [InlineData(1000)]
    public void Rows_that_are_there_are_found(int rows)
    {
        var left = Left(Enumerable.Range(1, rows).Select(Row), Enumerable.Range(1, rows).Select(Row), out var found);

        Assert.Empty(left);
        Assert.Equal(rows, found);
    }

    [Fact]
    public void What_is_left_has_other_values()
    {
        var left = Left(Enumerable.Range(1, 1000).Select(Row), Enumerable.Range(1, 1000).Select(id => id % 100 == 7 ? Row(id, "new") : Row(id)), out _);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => Row((i * 100) + 7, "new")), left);
    }

    [Fact]
    public void What_is_left_is_not_in_the_table_and_what_the_file_does_not_have_is_passed()
    {
        // Here three rows that the table lacks, there four that the file lacks.
        var table = Enumerable.Range(1, 1000).Except([200, 201, 202]).Select(Row);
        var file = Enumerable.Range(1, 1000).Except([400, 401, 402, 403]).Select(Row);

        Assert.Equal(Enumerable.Range(200, 3).Select(Row), Left(table, file, out _));
    }

    [Fact]
    public void Nothing_is_found_in_an_empty_table()
        => Assert.Equal(3, Left([], Enumerable.Range(1, 3).Select(Row), out _).Length);

    [Fact]
    public void After_many_rows_that_only_one_has_the_way_is_found_again()
    {
        var left = Left(Enumerable.Range(31, 970).Select(Row), Enumerable.Range(1, 1000).Select(Row), out var found);

        // Thirty are not there, and while the way is looked for some that are may be taken for not.
        Assert.InRange(left.Length, 30, 60);
        Assert.Equal(Enumerable.Range(1, 30).Select(Row), left.Take(30));
        Assert.Equal(1000, left.Length + found);
    }

    private static string Row(int id) => Row(id, "a, b");

    private static string Row(int id, string text) => $$"""{"Id":{{id}},"Text":"{{text}}"}""";

    /// <summary>The rows of a file that are not found in the table, in chunks of seven.</summary>
    private static string[] Left(IEnumerable<string> table, IEnumerable<string> file, out long found)
    {
        using var present = new PresentRows(CancellationToken.None, Window);
        var reading = Task.Run(() =>
        {
            foreach (var rows in table.Chunk(5))
            {
                present.Add(Encoding.UTF8.GetBytes(string.Join(",\n", rows) + ",\n"));
            }

            present.EndTable();
        });
        string[] left = [.. file.Chunk(7).SelectMany(rows => Left(present, rows))];
        present.Give();
        reading.GetAwaiter().GetResult();
        found = present.Found;
        return left;
    }

    private static string[] Left(PresentRows present, string[] rows)
    {
        const string before = "something before";
        var bytes = Encoding.UTF8.GetBytes(before + string.Join(",\n", rows) + "\n");
        var rest = present.Rest(new RowChunk(bytes, before.Length, bytes.Length - before.Length));
        return Encoding.UTF8.GetString(rest.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd(',')).ToArray();
    }
}
