namespace Greenhouse.EfBackup.Protocol;

/// <summary>What <c>show --config</c> says: each setting with its value, and where that comes from.</summary>
internal sealed record ConfigurationResult
{
    /// <summary>The project's configuration file, absolute; null where it has none.</summary>
    public string? File { get; init; }

    public required IReadOnlyList<SettingValue> Settings { get; init; }

    /// <summary>The file's rules of masking.</summary>
    public IReadOnlyList<MaskSetting> Masks { get; init; } = [];
}
