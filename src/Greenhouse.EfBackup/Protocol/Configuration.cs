namespace Greenhouse.EfBackup.Protocol;

/// <summary>A setting with its value.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Value">Its value; null where it is left to what is usual.</param>
/// <param name="Origin">Where it comes from: <c>default</c>, <c>efbackup.json</c>, a property or a variable.</param>
internal sealed record SettingValue(string Name, string? Value, string Origin);

/// <summary>
/// The values of settings: a file's come before what is usual, properties before the file's, variables before properties, and options before all. What belongs to an
/// option is known to whoever reads the command line.
/// </summary>
/// <param name="file">The project's file.</param>
/// <param name="property">The value of a property of the project; null or empty where it has none.</param>
/// <param name="variable">The value of an environment variable, likewise.</param>
/// <param name="folder">What paths of properties are relative to: the project's folder.</param>
internal sealed class Configuration(ConfigurationFile file, Func<string, string?> property, Func<string, string?> variable, string? folder)
{
    private const string Default = "default";

    /// <summary>No project's.</summary>
    public static Configuration None { get; } = new(ConfigurationFile.None, _ => null, _ => null, folder: null);

    /// <exception cref="ConfigurationException">What is set is no value.</exception>
    public SettingValue this[Setting setting] => variable(setting.Variable) is { Length: > 0 } fromVariable ? Checked(setting, fromVariable, setting.Variable)
        : property(setting.Property) is { Length: > 0 } fromProperty ? Checked(setting, InFolder(setting, fromProperty), setting.Property)
        : file.Values.GetValueOrDefault(setting.Name) is { } fromFile ? new SettingValue(setting.Name, fromFile, ConfigurationFile.Name)
        : new SettingValue(setting.Name, null, Default);

    /// <summary>A request with all that the settings say and no option does.</summary>
    /// <param name="request">What options say.</param>
    /// <param name="isGiven">Whether an option gives the setting.</param>
    /// <exception cref="ConfigurationException">What is set is no value, or a secret can't be read.</exception>
    public BackupRequest Apply(BackupRequest request, Func<Setting, bool> isGiven)
    {
        foreach (var setting in Settings.All.Where(setting => setting.Verbs.Contains(request.Verb) && !isGiven(setting)))
        {
            request = this[setting].Value is { } value ? setting.Apply(request, value) : request;
        }

        return request with { Masks = file.Masks };
    }

    /// <summary>Every setting with its value.</summary>
    /// <exception cref="ConfigurationException">What is set is no value.</exception>
    public ConfigurationResult Describe() => new() { File = file.Path, Settings = [.. Settings.All.Select(setting => this[setting])], Masks = file.Masks };

    private static SettingValue Checked(Setting setting, string value, string origin)
        => setting.Accepts(value) ? new SettingValue(setting.Name, value, origin) : throw new ConfigurationException(ErrorCode.Usage, $"{origin} is '{value}'", $"give it {setting.Takes}, or leave it away");

    private string InFolder(Setting setting, string value)
        => setting.Form == SettingForm.Path && folder is not null ? Path.GetFullPath(value.Replace('\\', Path.DirectorySeparatorChar), folder) : value;
}
