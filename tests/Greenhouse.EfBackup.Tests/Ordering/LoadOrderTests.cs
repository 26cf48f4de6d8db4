using Greenhouse.EfBackup.Ordering;

namespace Greenhouse.EfBackup.Tests.Ordering;

public class LoadOrderTests
{
    [Fact]
    public void Nothing_has_the_empty_order()
    {
        var order = LoadOrder.Of([], []);

        Assert.Empty(order.Tables);
        Assert.Empty(order.Cycles);
    }

    [Fact]
    public void Tables_without_references_stand_in_ordinal_order()
    {
        var order = LoadOrder.Of(["b", "a", "Z", "é", "B"], []);

        // Ordinal: by UTF-16 code unit, upper case before lower case, Latin letters before accented ones.
        Assert.Equal(["B", "Z", "a", "b", "é"], order.Tables);
    }

    [Fact]
    public void What_is_referenced_stands_before_what_references_it()
    {
        var order = LoadOrder.Of(["accounts", "sessions", "users"], [("accounts", "users"), ("sessions", "users")]);

        Assert.Equal(["users", "accounts", "sessions"], order.Tables);
        Assert.Empty(order.Cycles);
    }

    [Fact]
    public void A_diamond_begins_with_its_top_and_ends_with_its_bottom()
    {
        var order = LoadOrder.Of(
            ["a-bottom", "left", "right", "z-top"],
            [("a-bottom", "left"), ("a-bottom", "right"), ("left", "z-top"), ("right", "z-top")]);

        Assert.Equal(["z-top", "left", "right", "a-bottom"], order.Tables);
        Assert.Empty(order.Cycles);
    }

    [Fact]
    public void A_table_that_references_itself_is_a_cycle_of_one()
    {
        var order = LoadOrder.Of(["a", "b"], [("b", "b"), ("a", "b")]);

        Assert.Equal(["b", "a"], order.Tables);
        Assert.Equal([["b"]], order.Cycles);
    }

    [Fact]
    public void Two_tables_that_reference_each_other_stand_together()
    {
        var order = LoadOrder.Of(["a", "b", "c"], [("a", "c"), ("c", "a"), ("b", "a")]);

        Assert.Equal(["a", "c", "b"], order.Tables);
        Assert.Equal([["a", "c"]], order.Cycles);
    }

    [Fact]
    public void A_cycle_of_three_stands_between_what_it_needs_and_what_needs_it()
    {
        var order = LoadOrder.Of(
            ["after", "one", "three", "two", "zero"],
            [("one", "two"), ("two", "three"), ("three", "one"), ("two", "zero"), ("after", "three")]);

        Assert.Equal(["zero", "one", "three", "two", "after"], order.Tables);
        Assert.Equal([["one", "three", "two"]], order.Cycles);
    }

    [Fact]
    public void A_cycle_inside_of_a_cycle_is_one_group()
    {
        // a -> b -> c -> a around b <-> d.
        var order = LoadOrder.Of(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("c", "a"), ("b", "d"), ("d", "b")]);

        Assert.Equal(["a", "b", "c", "d"], order.Tables);
        Assert.Equal([["a", "b", "c", "d"]], order.Cycles);
    }

    [Fact]
    public void Two_cycles_that_do_not_reach_each_other_both_ways_are_two_groups()
    {
        var order = LoadOrder.Of(
            ["a1", "a2", "b1", "b2"],
            [("a1", "a2"), ("a2", "a1"), ("b1", "b2"), ("b2", "b1"), ("a1", "b1")]);

        Assert.Equal(["b1", "b2", "a1", "a2"], order.Tables);
        Assert.Equal([["a1", "a2"], ["b1", "b2"]], order.Cycles);
    }

    [Fact]
    public void References_from_or_to_unknown_tables_are_passed_over()
    {
        var order = LoadOrder.Of(["a", "b"], [("a", "elsewhere"), ("elsewhere", "b"), ("nowhere", "elsewhere"), ("a", "b")]);

        Assert.Equal(["b", "a"], order.Tables);
        Assert.Empty(order.Cycles);
    }

    [Fact]
    public void A_reference_that_is_named_twice_counts_once()
    {
        var order = LoadOrder.Of(["a", "b"], [("a", "b"), ("a", "b")]);

        Assert.Equal(["b", "a"], order.Tables);
        Assert.Empty(order.Cycles);
    }

    [Fact]
    public void Names_that_differ_in_case_are_different_tables()
    {
        var order = LoadOrder.Of(["A", "a"], [("A", "a")]);

        Assert.Equal(["a", "A"], order.Tables);
        Assert.Empty(order.Cycles);
    }

    [Fact]
    public void A_chain_of_ten_thousand_tables_overflows_no_stack()
    {
        var names = Enumerable.Range(0, 10_000).Select(number => $"t{number:D5}").ToArray();

        var order = LoadOrder.Of(names, names.Zip(names.Skip(1)));

        Assert.Equal(names.Reverse(), order.Tables);
        Assert.Empty(order.Cycles);
    }

    [Fact]
    public void A_ring_of_ten_thousand_tables_is_one_cycle()
    {
        var names = Enumerable.Range(0, 10_000).Select(number => $"t{number:D5}").ToArray();

        var order = LoadOrder.Of(names, names.Zip(names.Skip(1).Append(names[0])));

        Assert.Equal(names, order.Tables);
        Assert.Equal(names, Assert.Single(order.Cycles));
    }
}
