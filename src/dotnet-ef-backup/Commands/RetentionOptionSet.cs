using System.CommandLine;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>Which backups stay.</summary>
internal sealed class RetentionOptionSet
{
    private readonly Dictionary<RetentionSetting, Option<string?>> _options
        = RetentionSetting.All.ToDictionary(setting => setting, setting => new Option<string?>(setting.Option) { Description = setting.Says, HelpName = setting.Unit });

    public void AddTo(Command command)
    {
        foreach (var setting in RetentionSetting.All)
        {
            command.Options.Add(_options[setting]);
        }
    }

    /// <returns>Null where none is given.</returns>
    public RetentionPolicy? Read(ParseResult parsed)
        => RetentionSetting.Read(setting => parsed.GetValue(_options[setting]), (setting, text) => UsageError.Because($"{setting.Option} is '{text}'", $"Give it {setting.Takes}"));
}
