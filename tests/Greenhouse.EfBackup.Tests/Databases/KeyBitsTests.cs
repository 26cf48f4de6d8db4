using Greenhouse.EfBackup.Databases;

namespace Greenhouse.EfBackup.Tests.Databases;

public class KeyBitsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(-70, 141)]
    [InlineData(long.MaxValue - 64, 65)]
    [InlineData(long.MinValue, 65)]
    public void Every_value_of_the_span_is_told_from_its_neighbours(long first, long span)
    {
        for (var i = 0L; i < span; i++)
        {
            var (one, others) = (new KeyBits(first, span), new KeyBits(first, span));
            one.Add(first + i);
            for (var j = 0L; j < span; j++)
            {
                if (j != i)
                {
                    others.Add(first + j);
                }
            }

            Assert.False(one.IsWithin(others));
            others.Add(first + i);
            Assert.True(one.IsWithin(others));
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(-10)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void What_the_span_does_not_reach_is_within_nothing(long value)
    {
        var (one, all) = (new KeyBits(10, 2), new KeyBits(10, 2));
        all.Add(10);
        all.Add(11);

        one.Add(value);

        Assert.False(one.IsWithin(all));
    }

    [Fact]
    public void An_empty_table_has_no_key_that_could_be_referenced()
    {
        var (references, keys) = (new KeyBits(1, 0), new KeyBits(1, 0));
        Assert.True(references.IsWithin(keys));

        references.Add(1);

        Assert.False(references.IsWithin(keys));
    }

    [Fact]
    public void Nothing_is_lost_where_several_threads_put_in()
    {
        var (one, all) = (new KeyBits(0, 100_000), new KeyBits(0, 100_000));
        for (var i = 0; i < 100_000; i++)
        {
            all.Add(i);
        }

        Parallel.For(0, 100_000, i => one.Add(i));

        Assert.True(all.IsWithin(one));
    }
}
