using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Databases.Sqlite;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Databases.Sqlite;

/// <summary>The formats of Microsoft.Data.Sqlite (SqliteValueBinder) and the canonical forms of FORMAT.md.</summary>
public class SqliteSpellingTests
{
    [Theory]
    [InlineData(nameof(ValueKind.Guid), "0F8FAD5B-D9CB-469F-A165-70867728950E", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData(nameof(ValueKind.Date), "2024-02-29", "2024-02-29")]
    [InlineData(nameof(ValueKind.Time), "10:00:00", "10:00:00")]
    [InlineData(nameof(ValueKind.Time), "10:00:00.5000000", "10:00:00.5")]
    [InlineData(nameof(ValueKind.Time), "23:59:59.9999999", "23:59:59.9999999")]
    [InlineData(nameof(ValueKind.DateTime), "2024-01-31 10:00:00", "2024-01-31T10:00:00")]
    [InlineData(nameof(ValueKind.DateTime), "2024-01-31 10:00:00.1234567", "2024-01-31T10:00:00.1234567")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31 10:00:00+00:00", "2024-01-31T10:00:00Z")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31 10:00:00.5-05:30", "2024-01-31T10:00:00.5-05:30")]
    [InlineData(nameof(ValueKind.Interval), "00:00:00", "PT0S")]
    [InlineData(nameof(ValueKind.Interval), "1.02:03:04.5000000", "P1DT2H3M4.5S")]
    [InlineData(nameof(ValueKind.Interval), "-00:00:01", "-PT1S")]
    public void Stored_and_canonical_text_turn_into_each_other(string kind, string stored, string canonical)
    {
        Assert.Equal(canonical, ToCanonical(Enum.Parse<ValueKind>(kind), stored));
        Assert.Equal(stored, ToStored(Enum.Parse<ValueKind>(kind), canonical));
    }

    [Theory]
    [InlineData(nameof(ValueKind.Guid), "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData(nameof(ValueKind.Guid), "0F8FAD5Bd9cb469fa16570867728950e")]
    [InlineData(nameof(ValueKind.Date), "2024-1-1")]
    [InlineData(nameof(ValueKind.Date), "2024-02-30")]
    [InlineData(nameof(ValueKind.Date), "2024-02-29 00:00:00")]
    [InlineData(nameof(ValueKind.Time), "10:00")]
    [InlineData(nameof(ValueKind.Time), "10:00:00.5")]
    [InlineData(nameof(ValueKind.Time), "10:00:00.0000000")]
    [InlineData(nameof(ValueKind.Time), "10:00:00.00000000")]
    [InlineData(nameof(ValueKind.Time), "24:00:00")]
    [InlineData(nameof(ValueKind.DateTime), "2024-01-31T10:00:00")]
    [InlineData(nameof(ValueKind.DateTime), "2024-01-31 10:00:00.50")]
    [InlineData(nameof(ValueKind.DateTime), "2024-01-31 10:00:00Z")]
    [InlineData(nameof(ValueKind.DateTime), "2024-01-31 10:00")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31 10:00:00")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31 10:00:00Z")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31 10:00:00-00:00")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31 10:00:00+0000")]
    [InlineData(nameof(ValueKind.Interval), "1:00:00")]
    [InlineData(nameof(ValueKind.Interval), "00:00:00.5")]
    [InlineData(nameof(ValueKind.Interval), "24:00:00")]
    [InlineData(nameof(ValueKind.Interval), "0.01:00:00")]
    [InlineData(nameof(ValueKind.Interval), "-00:00:00")]
    [InlineData(nameof(ValueKind.Interval), "99999999.00:00:00")]
    [InlineData(nameof(ValueKind.Interval), "")]
    [InlineData(nameof(ValueKind.String), "text")]
    [InlineData(nameof(ValueKind.Guid), "a text that is much longer than any of the texts that are ever converted, of any kind")]
    public void A_stored_text_of_another_spelling_is_left_raw(string kind, string stored)
    {
        Assert.Null(ToCanonical(Enum.Parse<ValueKind>(kind), stored));
    }

    [Theory]
    [InlineData(nameof(ValueKind.Guid), "0F8FAD5B-D9CB-469F-A165-70867728950E")]
    [InlineData(nameof(ValueKind.Date), "2023-02-29")]
    [InlineData(nameof(ValueKind.Time), "10:00:00.5000000")]
    [InlineData(nameof(ValueKind.DateTime), "2024-01-31 10:00:00")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31T10:00:00")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31T10:00:00+00:00")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31T10:00:00-00:00")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-01-31 10:00:00Z")]
    [InlineData(nameof(ValueKind.Interval), "PT60S")]
    [InlineData(nameof(ValueKind.Interval), "00:00:01")]
    [InlineData(nameof(ValueKind.Binary), "AAEC")]
    public void A_text_that_is_not_canonical_is_refused(string kind, string canonical)
    {
        Assert.Null(ToStored(Enum.Parse<ValueKind>(kind), canonical));
    }

    [Property(MaxTest = 500)]
    public void Every_guid_comes_back(Guid value) => ComesBack(ValueKind.Guid, value.ToString().ToUpperInvariant());

    [Property(MaxTest = 500)]
    public void Every_date_comes_back(DateTime value) => ComesBack(ValueKind.Date, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Property(MaxTest = 1000)]
    public void Every_time_comes_back(long ticks)
    {
        var value = new TimeOnly(Math.Abs(ticks * 7_919_003 % TimeSpan.TicksPerDay) / (ticks % 2 == 0 ? 1 : TimeSpan.TicksPerSecond) * (ticks % 2 == 0 ? 1 : TimeSpan.TicksPerSecond));

        // The driver leaves the fraction out where it is zero.
        ComesBack(ValueKind.Time, value.ToString(value.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff", CultureInfo.InvariantCulture));
    }

    [Property(MaxTest = 1000)]
    public void Every_moment_comes_back(DateTime value, int ticks)
        => ComesBack(ValueKind.DateTime, value.AddTicks(value.Year < 9999 ? Math.Abs((long)ticks) : 0).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));

    [Property(MaxTest = 1000)]
    public void Every_moment_with_an_offset_comes_back(DateTime value, int minutes)
        => ComesBack(ValueKind.Timestamp, new DateTimeOffset(DateTime.SpecifyKind(value.Date.AddDays(value.Year == 1 ? 2 : -2), DateTimeKind.Unspecified), TimeSpan.FromMinutes(minutes % 841)).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));

    [Property(MaxTest = 1000)]
    public void Every_duration_comes_back(long ticks) => ComesBack(ValueKind.Interval, new TimeSpan(ticks * 7_919_000_003).ToString("c", CultureInfo.InvariantCulture));

    [Property(MaxTest = 3000)]
    public void A_changed_text_is_left_raw_or_comes_back_all_the_same(byte kind, byte place, byte value)
    {
        string[] texts = ["0F8FAD5B-D9CB-469F-A165-70867728950E", "2024-02-29", "10:00:00.5000000", "2024-01-31 10:00:00.5", "2024-01-31 10:00:00.5-05:30", "-1.02:03:04.5000000"];
        ValueKind[] kinds = [ValueKind.Guid, ValueKind.Date, ValueKind.Time, ValueKind.DateTime, ValueKind.Timestamp, ValueKind.Interval];
        var text = texts[kind % 6].ToCharArray();
        text[place % text.Length] = "0123456789:-+. TZ"[value % 17];

        if (ToCanonical(kinds[kind % 6], new string(text)) is { } canonical)
        {
            Assert.Equal(new string(text), ToStored(kinds[kind % 6], canonical));
        }
    }

    private static void ComesBack(ValueKind kind, string stored)
    {
        var canonical = ToCanonical(kind, stored);
        Assert.True(canonical is not null, stored);
        Assert.Equal(stored, ToStored(kind, canonical));
    }

    private static string? ToCanonical(ValueKind kind, string stored)
    {
        var target = new byte[SqliteSpelling.MaxLength];
        var length = SqliteSpelling.ToCanonical(kind, Encoding.UTF8.GetBytes(stored), target);
        return length < 0 ? null : Encoding.UTF8.GetString(target, 0, length);
    }

    private static string? ToStored(ValueKind kind, string canonical)
    {
        var target = new byte[SqliteSpelling.MaxLength];
        var length = SqliteSpelling.ToStored(kind, Encoding.UTF8.GetBytes(canonical), target);
        return length < 0 ? null : Encoding.UTF8.GetString(target, 0, length);
    }
}
