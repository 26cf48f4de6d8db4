using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Tests.Schema;

public class TableSelectionTests
{
    private static readonly TableDescription[] _tables =
    [
        new() { Key = "users", Name = "users", Columns = [], Entities = ["User", "Admin"] },
        new() { Key = "sales.orders", Name = "orders", Schema = "sales", Columns = [], Entities = ["Order"] },
        new() { Key = "log", Name = "log", Columns = [] },
    ];

    private static readonly string[] _odd = ["a*", "a?", "ab", "b", "bc", "a\\b"];

    [Theory]
    [InlineData(new string[0], new string[0], "users,sales.orders,log")]
    [InlineData(new[] { "users" }, new string[0], "users")]
    [InlineData(new[] { "LOG", "Users" }, new string[0], "users,log")]
    [InlineData(new[] { "orders" }, new string[0], "sales.orders")]
    [InlineData(new[] { "sales.orders" }, new string[0], "sales.orders")]
    [InlineData(new[] { "admin" }, new string[0], "users")]
    [InlineData(new string[0], new[] { "Order", "log" }, "users")]
    [InlineData(new[] { "users", "log" }, new[] { "log" }, "users")]
    [InlineData(new[] { "*" }, new string[0], "users,sales.orders,log")]
    [InlineData(new[] { "sales.*" }, new string[0], "sales.orders")]
    [InlineData(new[] { "*s" }, new string[0], "users,sales.orders")]
    [InlineData(new[] { "ADM?N" }, new string[0], "users")]
    [InlineData(new string[0], new[] { "?og", "Ord*" }, "users")]
    public void Tables_are_chosen_by_key_name_or_entity_in_the_order_of_the_backup(string[] include, string[] exclude, string expected)
    {
        var chosen = new TableSelection(include, exclude, AllTables: false).Choose(_tables);

        Assert.Equal(expected, string.Join(',', chosen.Select(table => table.Key)));
    }

    [Theory]
    [InlineData(new[] { "userz" }, new string[0])]
    [InlineData(new string[0], new[] { "userz" })]
    [InlineData(new[] { "users", "userz" }, new string[0])]
    [InlineData(new string[0], new[] { "log", "userz" })]
    public void A_name_that_no_table_has_is_refused_with_those_that_there_are(string[] include, string[] exclude)
    {
        var refusal = Assert.Throws<EfBackupException>(() => new TableSelection(include, exclude, AllTables: false).Choose(_tables));

        Assert.Equal("EFB1207", refusal.Code);
        Assert.Contains("'userz'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["users (User, Admin)", "sales.orders (Order)", "log"], refusal.Details);
    }

    [Theory]
    [InlineData("a*", "a*")]
    [InlineData("a?", "a?")]
    [InlineData("b*", "b,bc")]
    [InlineData("a\\b", "a\\b")]
    public void A_table_that_is_called_just_so_comes_before_what_a_pattern_matches(string name, string expected)
    {
        var tables = _odd.Select(key => new TableDescription { Key = key, Name = key, Columns = [] }).ToArray();

        var chosen = new TableSelection([name], [], AllTables: false).Choose(tables);

        Assert.Equal(expected, string.Join(',', chosen.Select(table => table.Key)));
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_refused()
    {
        var refusal = Assert.Throws<EfBackupException>(() => new TableSelection([], ["x*"], AllTables: false).Choose(_tables));

        Assert.Equal("EFB1207", refusal.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_table_that_the_selection_does_not_name_is_taken_by_default_or_not(bool isDefault)
    {
        Assert.Equal(isDefault, TableSelection.Mapped.Takes(_tables[2], isDefault));
        Assert.True(new TableSelection(["log"], [], AllTables: false).Takes(_tables[2], isDefault));
        Assert.False(new TableSelection([], ["log"], AllTables: true).Takes(_tables[2], isDefault));
    }
}
