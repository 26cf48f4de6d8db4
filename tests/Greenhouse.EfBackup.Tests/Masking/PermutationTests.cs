using Greenhouse.EfBackup.Masking;

namespace Greenhouse.EfBackup.Tests.Masking;

public class PermutationTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(1, 127)]
    [InlineData(-128, -1)]
    [InlineData(100, 1100)]
    public void Every_integer_of_a_span_becomes_another_one_of_it(long first, long last)
    {
        var permutation = new Permutation(new SipHash(new byte[16]), first, last);
        long[] span = [.. Enumerable.Range(0, (int)(last - first + 1)).Select(place => first + place)];

        Assert.Equal(span, span.Select(permutation.Of).Order());
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(long.MinValue, -1)]
    [InlineData(1L << 62, long.MaxValue)]
    public void The_widest_spans_are_not_left(long first, long last)
    {
        var permutation = new Permutation(new SipHash(new byte[16]), first, last);
        long[] values = [first, first + 1, last - 1, last];

        var masked = values.Select(permutation.Of).ToArray();

        Assert.All(masked, value => Assert.InRange(value, first, last));
        Assert.Equal(4, masked.Except(values).Count());
    }

    [Fact]
    public void Another_key_gives_another_order()
    {
        var one = new Permutation(new SipHash(new byte[16]), 1, 1000);
        var other = new Permutation(new SipHash([1, .. new byte[15]]), 1, 1000);

        Assert.True(Enumerable.Range(1, 1000).Count(value => one.Of(value) == other.Of(value)) < 20);
    }
}
