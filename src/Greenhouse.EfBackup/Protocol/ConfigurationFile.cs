using System.Text.Json;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>What <c>efbackup.json</c> says: values of settings, and rules of masking. It holds no secret.</summary>
/// <param name="Path">The file; null where there is none.</param>
/// <param name="Values">The text of each setting that it has, paths absolute.</param>
/// <param name="Masks">Its rules.</param>
internal sealed record ConfigurationFile(string? Path, IReadOnlyDictionary<string, string> Values, IReadOnlyList<MaskSetting> Masks)
{
    public const string Name = "efbackup.json";

    /// <summary>The key of the rules of masking: an object of tables, each with the rules of its columns.</summary>
    public const string MasksKey = "masks";

    private const string ConstantKey = "constant";

    /// <summary>The key by which editors find the schema.</summary>
    public const string SchemaKey = "$schema";

    // What people will look for, and what would be in every clone of a repository.
    private static readonly string[] _secrets = ["passphrase", "password", "maskKey", "connection", "connectionString"];

    private static readonly JsonDocumentOptions _options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static ConfigurationFile None { get; } = new(null, new Dictionary<string, string>(), []);

    /// <summary>The file of a folder.</summary>
    /// <exception cref="ConfigurationException">It can't be read, or says what nothing understands.</exception>
    public static ConfigurationFile Read(string folder)
    {
        var path = System.IO.Path.Combine(folder, Name);
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path), path) : None;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, $"can't be read: {exception.Message}", "correct it; comments and a comma after the last value are allowed");
        }
    }

    private static ConfigurationFile Parse(byte[] json, string path)
    {
        using var document = JsonDocument.Parse(json, _options);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyList<MaskSetting> masks = [];
        foreach (var property in Properties(document.RootElement, path, "it"))
        {
            if (property.Name == MasksKey)
            {
                masks = [.. ReadMasks(property.Value, path)];
            }
            else if (property.Name != SchemaKey)
            {
                var setting = Settings.All.FirstOrDefault(setting => setting.Name == property.Name) ?? throw Unknown(property.Name, path);
                values[setting.Name] = ReadValue(setting, property.Value, path);
            }
        }

        return new ConfigurationFile(path, values, masks);
    }

    private static string ReadValue(Setting setting, JsonElement value, string path)
    {
        var text = (setting.Form, value.ValueKind) switch
        {
            (SettingForm.Truth or SettingForm.TruthOrWord, JsonValueKind.True or JsonValueKind.False) or (SettingForm.Number, JsonValueKind.Number) => value.GetRawText(),
            (SettingForm.Text or SettingForm.TruthOrWord, JsonValueKind.String) => value.GetString(),
            (SettingForm.Path, JsonValueKind.String) => System.IO.Path.GetFullPath(value.GetString()!, System.IO.Path.GetDirectoryName(path)!),
            (SettingForm.List, JsonValueKind.Array) when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && !item.GetString()!.Contains(Setting.Separator, StringComparison.Ordinal)) => string.Join(Setting.Separator, value.EnumerateArray().Select(item => item.GetString())),
            _ => null,
        };
        return text is not null && setting.Accepts(text) ? text : throw Wrong(path, $"has {value.GetRawText()} for \"{setting.Name}\"", $"it can be {setting.Takes}{(setting.Form == SettingForm.List ? ", in an array" : "")}");
    }

    private static IEnumerable<MaskSetting> ReadMasks(JsonElement masks, string path)
    {
        foreach (var table in Properties(masks, path, $"\"{MasksKey}\""))
        {
            foreach (var column in Properties(table.Value, path, $"\"{table.Name}\" in \"{MasksKey}\""))
            {
                yield return new MaskSetting(table.Name, column.Name, RuleOf(column.Value)
                    ?? throw Wrong(path, $"has {column.Value.GetRawText()} for the rule of {table.Name}.{column.Name}", "write it as \"hash\", \"partial:0,4\" or { \"constant\": 12.5 }"));
            }
        }
    }

    /// <summary>A rule's text; or a constant as JSON has it.</summary>
    private static string? RuleOf(JsonElement rule)
        => rule.ValueKind == JsonValueKind.String ? rule.GetString()
            : rule.ValueKind == JsonValueKind.Object && rule.EnumerateObject().ToArray() is [{ Name: ConstantKey, Value: { ValueKind: JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } constant }]
                ? $"{ConstantKey}:{(constant.ValueKind == JsonValueKind.String ? constant.GetString() : constant.GetRawText())}" : null;

    private static IEnumerable<JsonProperty> Properties(JsonElement element, string path, string what)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, $"is wrong: {what} is no object", "write it in braces");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            yield return names.Add(property.Name) ? property : throw Wrong(path, $"has \"{property.Name}\" twice", "leave one of them away");
        }
    }

    private static ConfigurationException Unknown(string name, string path)
        => _secrets.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Wrong(path, $"has \"{name}\", and secrets do not belong into it", $"use \"passphraseFile\" or \"maskKeyFile\", or the variables {PassphraseText.Variable}, {SecretText.MaskKey.Variable} and EFBACKUP_CONNECTION")
            : Wrong(path, $"has \"{name}\", which is no setting", $"did you mean \"{NearestName.Of(name, Settings.All.Select(setting => setting.Name).Append(MasksKey))}\"?");

    private static ConfigurationException Wrong(string path, string message, string help) => new(ErrorCode.ConfigurationWrong, $"{path} {message}", help);
}
