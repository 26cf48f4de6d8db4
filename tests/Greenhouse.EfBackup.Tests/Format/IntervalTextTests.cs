using System.Text;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

public class IntervalTextTests
{
    [Theory]
    [InlineData(0L, "PT0S")]
    [InlineData(10_000_000L, "PT1S")]
    [InlineData(-10_000_000L, "-PT1S")]
    [InlineData(1L, "PT0.0000001S")]
    [InlineData(600_000_000L, "PT1M")]
    [InlineData(864_000_000_000L, "P1D")]
    [InlineData(937_845_000_000L, "P1DT2H3M4.5S")]
    [InlineData(long.MaxValue, "P10675199DT2H48M5.4775807S")]
    [InlineData(long.MinValue, "-P10675199DT2H48M5.4775808S")]
    public void A_duration_has_the_form_of_the_specification(long ticks, string expected)
    {
        Span<byte> target = stackalloc byte[64];

        var length = IntervalText.Write(new TimeSpan(ticks), target);

        Assert.Equal(expected, Encoding.ASCII.GetString(target[..length]));
        Assert.True(IntervalText.TryRead(target[..length], out var again));
        Assert.Equal(ticks, again.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1")]
    [InlineData("P0D")]
    [InlineData("PT60S")]
    [InlineData("PT24H")]
    [InlineData("P1DT0H")]
    [InlineData("PT1.50S")]
    [InlineData("PT01S")]
    [InlineData("-PT0S")]
    [InlineData("+PT1S")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("P1W")]
    [InlineData("PT0.00000001S")]
    [InlineData(" PT1S")]
    [InlineData("PT1S ")]
    [InlineData("pt1s")]
    [InlineData("P99999999999999999999D")]
    [InlineData("1.02:03:04")]
    public void Any_other_text_is_refused(string text)
    {
        Assert.False(IntervalText.TryRead(Encoding.ASCII.GetBytes(text), out _));
    }

    [Property(MaxTest = 2000)]
    public void Every_duration_comes_back(long ticks)
    {
        Span<byte> target = stackalloc byte[64];
        var value = new TimeSpan(ticks * 7_919_000_003);

        var length = IntervalText.Write(value, target);

        Assert.True(IntervalText.TryRead(target[..length], out var again));
        Assert.Equal(value, again);
    }
}
