using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tests.Protocol;

public class RetentionSettingTests
{
    [Theory]
    [InlineData("90m", 90 * 60)]
    [InlineData("26h", 26 * 3600)]
    [InlineData("30d", 30 * 86400)]
    [InlineData("8w", 56 * 86400)]
    [InlineData("999999w", 604799395200)]
    public void A_duration_is_a_number_with_its_unit(string text, long seconds)
    {
        Assert.Equal(seconds, Duration.Parse(text)?.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("+1d")]
    [InlineData("1.5d")]
    [InlineData("1d12h")]
    [InlineData("30 d")]
    [InlineData("30D")]
    [InlineData("30s")]
    [InlineData("30d\n")]
    [InlineData("1000000w")]
    [InlineData("٣d")]
    public void Other_texts_are_no_durations(string text)
    {
        Assert.Null(Duration.Parse(text));
    }

    [Theory]
    [InlineData("90m", "90m")]
    [InlineData("120m", "2h")]
    [InlineData("26h", "26h")]
    [InlineData("48h", "2d")]
    [InlineData("8w", "56d")]
    public void A_duration_is_said_in_its_largest_unit_up_to_days(string text, string said)
    {
        Assert.Equal(said, Duration.Text(Duration.Parse(text)!.Value));
    }

    [Theory]
    [InlineData("1B", 1, "1B")]
    [InlineData("512kB", 512_000, "512kB")]
    [InlineData("500mb", 500_000_000, "500MB")]
    [InlineData("10GB", 10_000_000_000, "10GB")]
    [InlineData("2000GB", 2_000_000_000_000, "2TB")]
    [InlineData("1KiB", 1024, "1KiB")]
    [InlineData("1GiB", 1_073_741_824, "1GiB")]
    [InlineData("999999TiB", 1_099_510_528_264_372_224, "999999TiB")]
    public void A_size_is_a_number_with_its_unit_of_1000_or_1024(string text, long bytes, string said)
    {
        Assert.Equal(bytes, ByteSize.Parse(text));
        Assert.Equal(said, ByteSize.Text(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("500")]
    [InlineData("0MB")]
    [InlineData("-1MB")]
    [InlineData("1.5GB")]
    [InlineData("1 GB")]
    [InlineData("1G")]
    [InlineData("1PB")]
    [InlineData("1iB")]
    [InlineData("1000000TB")]
    public void Other_texts_are_no_sizes(string text)
    {
        Assert.Null(ByteSize.Parse(text));
    }

    [Fact]
    public void A_setting_has_one_name_in_three_spellings()
    {
        Assert.Equal(
            ["--keep-last EfBackupKeepLast EFBACKUP_KEEP_LAST", "--keep-hourly EfBackupKeepHourly EFBACKUP_KEEP_HOURLY", "--keep-daily EfBackupKeepDaily EFBACKUP_KEEP_DAILY",
                "--keep-weekly EfBackupKeepWeekly EFBACKUP_KEEP_WEEKLY", "--keep-monthly EfBackupKeepMonthly EFBACKUP_KEEP_MONTHLY", "--keep-yearly EfBackupKeepYearly EFBACKUP_KEEP_YEARLY",
                "--keep-within EfBackupKeepWithin EFBACKUP_KEEP_WITHIN", "--older-than EfBackupOlderThan EFBACKUP_OLDER_THAN", "--max-size EfBackupMaxSize EFBACKUP_MAX_SIZE"],
            RetentionSetting.All.Select(setting => $"{setting.Option} {setting.Property} {setting.Variable}"));
    }

    [Fact]
    public void Each_setting_sets_its_own_rule()
    {
        string[] values = ["1", "2", "3", "4", "5", "6", "7d", "8h", "9MB"];

        var policy = RetentionSetting.Read(setting => values[Index(setting)], (setting, text) => new InvalidOperationException(text));

        Assert.Equal(
            new RetentionPolicy
            {
                KeepLast = 1,
                KeepHourly = 2,
                KeepDaily = 3,
                KeepWeekly = 4,
                KeepMonthly = 5,
                KeepYearly = 6,
                KeepWithin = TimeSpan.FromDays(7),
                OlderThan = TimeSpan.FromHours(8),
                MaxSize = 9_000_000,
            },
            policy);
    }

    [Fact]
    public void Where_nothing_is_set_there_is_no_policy()
    {
        Assert.Null(RetentionSetting.Read(_ => null, (_, text) => new InvalidOperationException(text)));
        Assert.Null(RetentionSetting.Read(_ => "", (_, text) => new InvalidOperationException(text)));
        Assert.True(new RetentionPolicy().IsEmpty);
    }

    [Theory]
    [InlineData("--keep-last", "0")]
    [InlineData("--keep-daily", "-1")]
    [InlineData("--keep-yearly", "1.0")]
    [InlineData("--keep-weekly", "1000000")]
    [InlineData("--keep-within", "30")]
    [InlineData("--older-than", "soon")]
    [InlineData("--max-size", "10")]
    public void A_value_that_is_none_is_refused_with_its_setting(string option, string value)
    {
        var refusal = Assert.Throws<FormatException>(() => RetentionSetting.Read(
            setting => setting.Option == option ? value : null, (setting, text) => new FormatException($"{setting.Option} {text}")));

        Assert.Equal($"{option} {value}", refusal.Message);
    }

    [Fact]
    public void What_another_policy_says_comes_first_rule_by_rule()
    {
        var one = new RetentionPolicy { KeepLast = 1, KeepDaily = 2, MaxSize = 3 };
        var other = new RetentionPolicy { KeepDaily = 9, KeepWithin = TimeSpan.FromDays(1) };

        Assert.Equal(new RetentionPolicy { KeepLast = 1, KeepDaily = 9, KeepWithin = TimeSpan.FromDays(1), MaxSize = 3 }, one.OverriddenBy(other));
    }

    private static int Index(RetentionSetting setting) => RetentionSetting.All.ToList().IndexOf(setting);
}
