using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

public class EndlessTimeTests
{
    [Theory]
    [InlineData(ValueKind.Date, "0001-01-01", "9999-12-31")]
    [InlineData(ValueKind.DateTime, "0001-01-01T00:00:00", "9999-12-31T23:59:59.9999999")]
    [InlineData(ValueKind.Timestamp, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z")]
    internal void Infinities_are_the_ends_of_the_calendar(ValueKind kind, string first, string last)
    {
        Assert.Equal(first, Encoding.ASCII.GetString(EndlessTime.TextOf("""{"$text":"-infinity"}"""u8, kind)));
        Assert.Equal(last, Encoding.ASCII.GetString(EndlessTime.TextOf("""{"$text":"infinity"}"""u8, kind)));
        Assert.Equal(("-infinity", "infinity"), (EndlessTime.InfinityOf(Encoding.ASCII.GetBytes(first)), EndlessTime.InfinityOf(Encoding.ASCII.GetBytes(last))));
    }

    [Theory]
    [InlineData(ValueKind.Interval, """{"$text":"infinity"}""")]
    [InlineData(ValueKind.String, """{"$text":"infinity"}""")]
    [InlineData(ValueKind.Date, """{"$text":"10000-01-01"}""")]
    [InlineData(ValueKind.Date, "\"infinity\"")]
    internal void Other_values_stay_what_they_are(ValueKind kind, string json) => Assert.True(EndlessTime.TextOf(Encoding.ASCII.GetBytes(json), kind).IsEmpty);

    [Theory]
    [InlineData("0001-01-01T00:00:00.0000001")]
    [InlineData("9999-12-31T23:59:59.999999")]
    [InlineData("9999-12-31T00:00:00")]
    [InlineData("9999-12-30")]
    [InlineData("0001-01-01T00:00:00+00:00")]
    [InlineData("")]
    public void Other_times_are_none_without_end(string text) => Assert.Null(EndlessTime.InfinityOf(Encoding.ASCII.GetBytes(text)));
}
