using System.Text.Json;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tests.Protocol;

public sealed class ConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("efbackup-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_sets_what_nothing_else_does()
    {
        var file = Write("""
            {
              // a comment
              "compression": "gzip", "encrypt": true, "parallel": 3, "include": ["Users", "Items"], "keepLast": 7, "olderThan": "90d",
              "masks": { "Users": { "Email": "email", "Name": "keep" } },
            }
            """);

        var request = new Configuration(file, _ => null, _ => null, _folder).Apply(Create(), _ => false);

        Assert.Equal(("gzip", true, 3), (request.Compression, request.Encrypt, request.Parallel));
        Assert.Equal(["Users", "Items"], request.Include);
        Assert.Equal(new RetentionPolicy { KeepLast = 7, OlderThan = TimeSpan.FromDays(90) }, request.Retention);
        Assert.Equal([new MaskSetting("Users", "Email", "email"), new MaskSetting("Users", "Name", "keep")], request.Masks);
    }

    [Fact]
    public void A_file_says_which_rows_are_taken_and_what_becomes_of_those_that_are_there()
    {
        var configuration = new Configuration(
            Write("""{ "where": ["Users=Age > 1", "Items=Id < 9"], "limit": 7, "withRelated": true, "andDependents": false, "mode": "merge", "schema": "lenient", "beforeMigration": false }"""),
            name => name == "EfBackupLimit" ? "8" : null, _ => null, _folder);

        var create = configuration.Apply(Create(), _ => false);
        var restore = configuration.Apply(Create() with { Verb = Verbs.Restore }, _ => false);

        Assert.Equal(["Users=Age > 1", "Items=Id < 9"], create.Where);
        Assert.Equal((8, true, false, null, null), (create.Limit, create.WithRelated, create.AndDependents, create.Mode, create.Schema));
        Assert.Equal((null, "merge", "lenient"), (restore.Limit, restore.Mode, restore.Schema));
        Assert.Empty(restore.Where);
        Assert.Equal("false", configuration[Settings.BeforeMigration].Value);
    }

    [Theory]
    [InlineData("12.50", "constant:12.50")]
    [InlineData("\"08:30\"", "constant:08:30")]
    [InlineData("true", "constant:true")]
    public void A_constant_may_be_written_as_JSON_has_it(string json, string rule)
    {
        var file = Write($$"""{ "masks": { "Users": { "Fee": { "constant": {{json}} } } } }""");

        Assert.Equal([new MaskSetting("Users", "Fee", rule)], file.Masks);
    }

    [Theory]
    [InlineData(null, null, false, "gzip", "efbackup.json")]
    [InlineData("none", null, false, "none", "EfBackupCompression")]
    [InlineData("none", "brotli", false, "brotli", "EFBACKUP_COMPRESSION")]
    [InlineData("none", "brotli", true, "option", "EFBACKUP_COMPRESSION")]
    public void Options_come_before_variables_properties_and_the_file(string? property, string? variable, bool given, string value, string origin)
    {
        var configuration = new Configuration(
            Write("""{ "compression": "gzip" }"""), name => name == "EfBackupCompression" ? property : null, name => name == "EFBACKUP_COMPRESSION" ? variable : null, _folder);

        var request = configuration.Apply(Create() with { Compression = given ? "option" : null }, setting => given && setting.Option == "--compress");

        Assert.Equal(value, request.Compression);
        Assert.Equal(origin, configuration[Settings.Compression].Origin);
    }

    [Fact]
    public void What_is_off_in_a_property_is_off_whatever_the_file_says()
    {
        var configuration = new Configuration(Write("""{ "encrypt": true, "mask": true }"""), name => name == "EfBackupEncrypt" ? "false" : null, _ => null, _folder);

        var request = configuration.Apply(Create(), _ => false);

        Assert.Equal((false, true), (request.Encrypt, request.Mask));
    }

    [Fact]
    public void A_setting_is_for_the_verbs_that_have_its_option()
    {
        var configuration = new Configuration(Write("""{ "description": "x", "keepLast": 1, "verify": "file", "lockTimeout": 5 }"""), _ => null, _ => null, _folder);

        var restore = configuration.Apply(Create() with { Verb = Verbs.Restore }, _ => false);
        var prune = configuration.Apply(Create() with { Verb = Verbs.Prune }, _ => false);

        Assert.Equal((null, null, 5), (restore.Description, restore.Level, restore.LockTimeout));
        Assert.Equal((null, null), (prune.Retention, prune.LockTimeout));
    }

    [Theory]
    [InlineData("""{ "compresion": "gzip" }""", "has \"compresion\", which is no setting", "did you mean \"compression\"?")]
    [InlineData("""{ "Encrypt": true }""", "has \"Encrypt\", which is no setting", "did you mean \"encrypt\"?")]
    [InlineData("""{ "passphrase": "horse" }""", "has \"passphrase\", and secrets do not belong into it", "\"passphraseFile\"")]
    [InlineData("""{ "encrypt": "yes" }""", "has \"yes\" for \"encrypt\"", "it can be true or false")]
    [InlineData("""{ "parallel": 17 }""", "has 17 for \"parallel\"", "it can be a number of connections, from 1 to 16")]
    [InlineData("""{ "include": ["a", 1] }""", "has [\"a\", 1] for \"include\"", "in an array")]
    [InlineData("""{ "compression": "zip" }""", "has \"zip\" for \"compression\"", "it can be none, gzip or brotli")]
    [InlineData("""{ "where": ["Users=Id = 1; Name = 2"] }""", "for \"where\"", "without semicolons, in an array")]
    [InlineData("""{ "mode": "mix" }""", "has \"mix\" for \"mode\"", "it can be replace, merge or insert")]
    [InlineData("""{ "beforeMigration": "never" }""", "has \"never\" for \"beforeMigration\"", "it can be true, false or require-rehearsal")]
    [InlineData("""{ "mask": true, "mask": false }""", "has \"mask\" twice", "leave one")]
    [InlineData("""{ "masks": { "Users": "email" } }""", "\"Users\" in \"masks\" is no object", "braces")]
    [InlineData("""{ "masks": { "Users": { "Email": 1 } } }""", "has 1 for the rule of Users.Email", "\"hash\"")]
    [InlineData("""{ "masks": { "Users": { "Email": { "constant": null } } } }""", "has { \"constant\": null } for the rule of Users.Email", "\"hash\"")]
    [InlineData("""{ "masks": { "Users": { "Email": { "fixed": 1 } } } }""", "has { \"fixed\": 1 } for the rule of Users.Email", "\"hash\"")]
    [InlineData("""[]""", "it is no object", "braces")]
    [InlineData("""{ "mask": """, "can't be read", "correct it")]
    public void A_file_that_says_what_nothing_understands_is_refused(string json, string message, string help)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Write(json));

        Assert.Equal(ErrorCode.ConfigurationWrong, refused.Code);
        Assert.StartsWith(Path.Combine(_folder, "efbackup.json"), refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains(help, refused.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_is_no_value_is_refused_by_its_name()
    {
        var configuration = new Configuration(ConfigurationFile.None, name => name == "EfBackupLockTimeout" ? "soon" : null, _ => null, _folder);

        var refused = Assert.Throws<ConfigurationException>(() => configuration.Apply(Create(), _ => false));

        Assert.Equal("EfBackupLockTimeout is 'soon'", refused.Message);
    }

    [Fact]
    public void A_secret_is_read_from_the_file_that_is_named_and_the_environment_comes_first()
    {
        File.WriteAllText(Path.Combine(_folder, "key"), "correct horse\n");
        var configuration = new Configuration(Write("""{ "passphraseFile": "key", "maskKeyFile": "key", "mask": true }"""), _ => null, _ => null, _folder);

        var read = configuration.Apply(Create(), _ => false);
        var given = configuration.Apply(Create() with { Passphrase = "of the environment" }, _ => false);

        Assert.Equal(("correct horse", "correct horse"), (read.Passphrase, read.MaskKey));
        Assert.Equal("of the environment", given.Passphrase);
        Assert.DoesNotContain("horse", string.Concat(configuration.Describe().Settings), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_setting_is_spelled_as_each_place_spells_it()
    {
        var setting = Settings.All.Single(setting => setting.Name == "requireMasking");

        Assert.Equal("--require-masking EfBackupRequireMasking EFBACKUP_REQUIRE_MASKING", $"{setting.Option} {setting.Property} {setting.Variable}");
        Assert.All(RetentionSetting.All, rule => Assert.Contains(Settings.All, setting => (setting.Option, setting.Property, setting.Variable) == (rule.Option, rule.Property, rule.Variable)));
        Assert.Equal((PassphraseText.FileVariable, SecretText.MaskKey.FileVariable), (Settings.PassphraseFile.Variable, Settings.All.Single(setting => setting.Name == "maskKeyFile").Variable));
    }

    [Fact]
    public void The_schema_has_every_setting_in_its_form_and_nothing_else()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository(), "src", "Greenhouse.EfBackup", "efbackup.schema.json")));
        var properties = schema.RootElement.GetProperty("properties");
        var definitions = schema.RootElement.GetProperty("$defs");

        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(Settings.All.Select(setting => setting.Name).Append("$schema").Append("masks").Order(StringComparer.Ordinal), properties.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.All(Settings.All, setting => Assert.Equal(TypeOf(setting.Form), TypeOf(properties.GetProperty(setting.Name), definitions)));
        Assert.All(Settings.All, setting => AssertAccepted(setting, properties.GetProperty(setting.Name), definitions));
    }

    private static void AssertAccepted(Setting setting, JsonElement property, JsonElement definitions)
    {
        property = property.TryGetProperty("$ref", out var name) ? definitions.GetProperty(name.GetString()!["#/$defs/".Length..]) : property;
        if (property.TryGetProperty("enum", out var words))
        {
            Assert.All(words.EnumerateArray(), word => Assert.True(setting.Accepts(word.ToString())));
            Assert.Equal(words.GetArrayLength(), setting.Takes.Split([", ", " or "], StringSplitOptions.None).Length);
        }
        else if (property.TryGetProperty("maximum", out var most))
        {
            Assert.True(setting.Accepts(most.GetRawText()) && setting.Accepts(property.GetProperty("minimum").GetRawText()));
            Assert.False(setting.Accepts((most.GetInt64() + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    private static string TypeOf(SettingForm form) => form switch { SettingForm.Truth => "boolean", SettingForm.Number => "integer", SettingForm.List => "array", _ => "string" };

    private static string TypeOf(JsonElement property, JsonElement definitions)
        => property.TryGetProperty("$ref", out var name) ? TypeOf(definitions.GetProperty(name.GetString()!["#/$defs/".Length..]), definitions)
            : property.TryGetProperty("type", out var type) ? type.GetString()! : "string";

    private static BackupRequest Create() => new() { Verb = Verbs.Create, BackupFolder = "/backups" };

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Greenhouse.EfBackup.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private ConfigurationFile Write(string json)
    {
        File.WriteAllText(Path.Combine(_folder, ConfigurationFile.Name), json);
        return ConfigurationFile.Read(_folder);
    }
}
