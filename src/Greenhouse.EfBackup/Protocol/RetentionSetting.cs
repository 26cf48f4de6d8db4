using System.Globalization;
using System.Text.RegularExpressions;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>A rule of a <see cref="RetentionPolicy"/> as people set it: one name, spelled three ways.</summary>
/// <param name="Name">Its property in the policy.</param>
/// <param name="Unit">What its value counts, for the help of a command line.</param>
/// <param name="Says">What it says.</param>
/// <param name="Takes">What its value may be.</param>
/// <param name="Set">The policy with a value; null where the text is none.</param>
internal sealed partial record RetentionSetting(string Name, string Unit, string Says, string Takes, Func<RetentionPolicy, string, RetentionPolicy?> Set)
{
    public static IReadOnlyList<RetentionSetting> All { get; } =
    [
        Count(nameof(RetentionPolicy.KeepLast), "so many of the newest backups", (policy, count) => policy with { KeepLast = count }),
        Count(nameof(RetentionPolicy.KeepHourly), "the newest backup of each of the last so many hours that have one", (policy, count) => policy with { KeepHourly = count }),
        Count(nameof(RetentionPolicy.KeepDaily), "the newest backup of each of the last so many days that have one", (policy, count) => policy with { KeepDaily = count }),
        Count(nameof(RetentionPolicy.KeepWeekly), "the newest backup of each of the last so many weeks that have one", (policy, count) => policy with { KeepWeekly = count }),
        Count(nameof(RetentionPolicy.KeepMonthly), "the newest backup of each of the last so many months that have one", (policy, count) => policy with { KeepMonthly = count }),
        Count(nameof(RetentionPolicy.KeepYearly), "the newest backup of each of the last so many years that have one", (policy, count) => policy with { KeepYearly = count }),
        Span(nameof(RetentionPolicy.KeepWithin), "Keep what is at most so much older than the newest backup: 30d", (policy, span) => policy with { KeepWithin = span }),
        Span(nameof(RetentionPolicy.OlderThan), "Remove only what is older than this: 90d", (policy, span) => policy with { OlderThan = span }),
        new(nameof(RetentionPolicy.MaxSize), "size", "Remove the oldest until the rest is no larger than this: 10GB", ByteSize.Takes, (policy, text) => ByteSize.Parse(text) is { } bytes ? policy with { MaxSize = bytes } : null),
    ];

    /// <summary><c>--keep-last</c>.</summary>
    public string Option { get; } = "-" + Word().Replace(Name, word => "-" + word.Value.ToLowerInvariant());

    /// <summary><c>EfBackupKeepLast</c>.</summary>
    public string Property { get; } = "EfBackup" + Name;

    /// <summary><c>EFBACKUP_KEEP_LAST</c>.</summary>
    public string Variable { get; } = "EFBACKUP" + Word().Replace(Name, word => "_" + word.Value.ToUpperInvariant());

    /// <summary>A policy from settings.</summary>
    /// <param name="value">The text of a setting; null or empty where it is not set.</param>
    /// <param name="refuse">Makes the error where a text is no value: of the setting and its text.</param>
    /// <returns>Null where none is set.</returns>
    public static RetentionPolicy? Read(Func<RetentionSetting, string?> value, Func<RetentionSetting, string, Exception> refuse)
    {
        var policy = new RetentionPolicy();
        foreach (var setting in All)
        {
            if (value(setting) is { Length: > 0 } text)
            {
                policy = setting.Set(policy, text) ?? throw refuse(setting, text);
            }
        }

        return policy.IsEmpty ? null : policy;
    }

    private static RetentionSetting Count(string name, string what, Func<RetentionPolicy, int, RetentionPolicy> set)
        => new(name, "number", $"Keep {what}", "a whole number from 1 to 999999",
            (policy, text) => Number().IsMatch(text) ? set(policy, int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)) : null);

    private static RetentionSetting Span(string name, string says, Func<RetentionPolicy, TimeSpan, RetentionPolicy> set)
        => new(name, "duration", says, Duration.Takes, (policy, text) => Duration.Parse(text) is { } span ? set(policy, span) : null);

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[1-9][0-9]{0,5}\z")]
    private static partial Regex Number();
}
