using System.Globalization;
using System.Text.RegularExpressions;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>How the value of a setting is written in JSON.</summary>
internal enum SettingForm
{
    Text,
    Truth,
    Number,

    /// <summary>An array of texts; elsewhere a text with semicolons.</summary>
    List,

    /// <summary>The path of a file.</summary>
    Path,

    /// <summary>True, false, or a word.</summary>
    TruthOrWord,
}

/// <summary>A value that a project may set once and for all: one name, spelled as each place spells it.</summary>
/// <param name="Name">Its key in a configuration file.</param>
/// <param name="Form">How its value is written there.</param>
/// <param name="Takes">What the value can be.</param>
/// <param name="Accepts">Whether a text is a value.</param>
/// <param name="Verbs">The verbs that it is for.</param>
/// <param name="Apply">A request with the value, where no option has said it.</param>
internal sealed partial record Setting(string Name, SettingForm Form, string Takes, Func<string, bool> Accepts, IReadOnlyList<string> Verbs, Func<BackupRequest, string, BackupRequest> Apply)
{
    /// <summary>What separates the texts of a list.</summary>
    public const char Separator = ';';

    /// <summary><c>EfBackupAllTables</c>.</summary>
    public string Property { get; } = "EfBackup" + char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <summary><c>EFBACKUP_ALL_TABLES</c>.</summary>
    public string Variable { get; } = "EFBACKUP_" + Capital().Replace(Name, letter => "_" + letter.Value).ToUpperInvariant();

    /// <summary><c>--all-tables</c>.</summary>
    public string Option { get; init; } = "--" + Capital().Replace(Name, letter => "-" + letter.Value).ToLowerInvariant();

    public static Setting Text(string name, string takes, string[] verbs, Func<BackupRequest, string, BackupRequest> apply) => new(name, SettingForm.Text, takes, text => text.Length > 0, verbs, apply);

    public static Setting Path(string name, string[] verbs, Func<BackupRequest, string, BackupRequest> apply) => new(name, SettingForm.Path, "the path of a file", text => text.Length > 0, verbs, apply);

    public static Setting Word(string name, string[] words, string[] verbs, Func<BackupRequest, string, BackupRequest> apply) => new(name, SettingForm.Text, string.Join(", ", words[..^1]) + " or " + words[^1], words.Contains, verbs, apply);

    /// <summary>True, false, or one word beside them.</summary>
    public static Setting TruthOr(string word, string name) => new(name, SettingForm.TruthOrWord, $"true, false or {word}", text => bool.TryParse(text, out _) || text == word, [], (request, _) => request);

    public static Setting Truth(string name, string[] verbs, Func<BackupRequest, bool, BackupRequest> apply)
        => new(name, SettingForm.Truth, "true or false", text => bool.TryParse(text, out _), verbs, (request, text) => apply(request, bool.Parse(text)));

    public static Setting Number(string name, int least, int most, string what, string[] verbs, Func<BackupRequest, int, BackupRequest> apply)
        => new(
            name,
            SettingForm.Number,
            string.Create(CultureInfo.InvariantCulture, $"a number of {what}, from {least} to {most}"),
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most,
            verbs,
            (request, text) => apply(request, int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)));

    public static Setting List(string name, string takes, string[] verbs, Func<BackupRequest, IReadOnlyList<string>, BackupRequest> apply)
        => new(name, SettingForm.List, takes, _ => true, verbs, (request, text) => apply(request, text.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));

    public static Setting Of(RetentionSetting rule, string[] verbs)
        => new(
            char.ToLowerInvariant(rule.Name[0]) + rule.Name[1..],
            rule.Unit == "number" ? SettingForm.Number : SettingForm.Text,
            rule.Takes,
            text => rule.Set(new RetentionPolicy(), text) is not null,
            verbs,
            (request, text) => request with { Retention = rule.Set(request.Retention ?? new RetentionPolicy(), text) });

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
