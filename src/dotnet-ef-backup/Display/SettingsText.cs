using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>The settings of a project, for people.</summary>
internal static class SettingsText
{
    public static void Print(ConfigurationResult configuration, ResultWriter writer)
    {
        writer.Line(configuration.File ?? $"No {ConfigurationFile.Name}");
        writer.Table(["setting", "value", "from"], configuration.Settings.Select(setting => new[] { setting.Name, setting.Value ?? "", setting.Origin }), numbers: []);
        if (configuration.Masks.Count > 0)
        {
            writer.Table(["table", "column", "rule"], configuration.Masks.Select(mask => new[] { mask.Table, mask.Column, mask.Rule }), numbers: []);
        }
    }
}
