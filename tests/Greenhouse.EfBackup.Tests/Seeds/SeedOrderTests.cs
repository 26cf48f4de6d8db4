using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Seeds;

namespace Greenhouse.EfBackup.Tests.Seeds;

public class SeedOrderTests
{
    private static readonly TableDescription _table = new()
    {
        Key = "T",
        Name = "T",
        Columns = [new ColumnDescription { Name = "Needs", StoreType = "", Kind = ValueKind.Integer }, new ColumnDescription { Name = "Likes", StoreType = "", Kind = ValueKind.Integer, Nullable = true }],
    };

    [Theory]
    [InlineData("a b c", "", "a b c")]
    [InlineData("a b", "a needs b", "b a")]
    [InlineData("a b", "a likes b", "b a")]
    [InlineData("a b c", "a likes b, b needs c", "c b a")]
    // Whichever comes first, the one that can wait does.
    [InlineData("a b", "a needs b, b likes a", "b* a")]
    [InlineData("b a", "a needs b, b likes a", "b* a")]
    [InlineData("a b c", "a likes b, b likes c, c likes a", "c* b a")]
    [InlineData("a b c", "a likes c, b needs a, c needs b", "a* b c")]
    [InlineData("a", "a likes a", "a*")]
    public void What_is_referenced_comes_before_or_the_reference_waits(string rows, string references, string order)
        => Assert.Equal(order, string.Join(' ', SeedOrder.Of(Rows(rows, references)).Select(step => step.Row.Name + (step.Waiting.Count > 0 ? "*" : ""))));

    [Theory]
    [InlineData("a b", "a needs b, b needs a", 2)]
    [InlineData("a", "a needs a", 1)]
    [InlineData("x a b c", "x likes a, a needs b, b needs c, c needs a", 3)]
    public void Rows_that_need_each_other_are_refused(string rows, string references, int count)
    {
        var refused = Assert.Throws<EfBackupException>(() => SeedOrder.Of(Rows(rows, references)));

        Assert.Equal(("EFB1834", count), (refused.Code, refused.Details.Count));
    }

    [Fact]
    public void A_chain_may_be_longer_than_a_stack()
    {
        const int Length = 200_000;
        var names = Enumerable.Range(0, Length).Select(number => $"{number}").ToArray();
        var rows = names.Select(Row).ToArray();
        for (var i = 0; i < Length - 1; i++)
        {
            rows[i].Links.Add(new SeedLink(rows[i + 1], [rows[i].Cells[0]]));
        }

        Assert.Equal(names.Reverse(), SeedOrder.Of(rows).Select(step => step.Row.Name));
    }

    private static SeedRow[] Rows(string names, string references)
    {
        var rows = names.Split(' ').Select(Row).ToArray();
        foreach (var reference in references.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(' ')))
        {
            var from = rows.Single(row => row.Name == reference[0]);
            from.Links.Add(new SeedLink(rows.Single(row => row.Name == reference[2]), [from.Cells[reference[1] == "needs" ? 0 : 1]]));
        }

        return rows;
    }

    private static SeedRow Row(string name) => new(_table, new SeedPlace("seed.json", "T", 1, 1), name, [.. _table.Columns.Select(column => new PlannedCell(column, SeedValue.Null))]);
}
