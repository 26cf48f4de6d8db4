using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool;

namespace Greenhouse.EfBackup.Launch.Tests;

/// <summary>Settings of a project under the options of a command line.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_option_comes_before_what_the_project_sets()
    {
        _folder.Write("efbackup.json", """{ "compression": "gzip", "description": "of the file", "keepLast": 3, "keepDaily": 5, "masks": { "Users": { "Email": "email" } } }""");

        var request = Request("create", "--compress", "brotli", "--keep-last", "9", "--mask");

        Assert.Equal(("brotli", "of the file", true, false), (request.Compression, request.Description, request.Mask, request.RequireMasking));
        Assert.Equal(new RetentionPolicy { KeepLast = 9, KeepDaily = 5 }, request.Retention);
        Assert.Equal([new MaskSetting("Users", "Email", "email")], request.Masks);
    }

    [Fact]
    public void A_backup_from_before_a_migration_brings_the_schema_with_it_unless_rows_are_to_stay()
    {
        Assert.Equal((null, "backup"), ModeAndSchema("restore", "--before", "AddTunnels"));
        Assert.Equal(("merge", null), ModeAndSchema("restore", "--before", "AddTunnels", "--mode", "merge"));

        _folder.Write("efbackup.json", """{ "mode": "insert" }""");

        Assert.Equal(("insert", null), ModeAndSchema("restore", "--before", "AddTunnels"));
        Assert.Equal(("replace", "backup"), ModeAndSchema("restore", "--before", "AddTunnels", "--mode", "replace"));

        (string?, string?) ModeAndSchema(params string[] line) => Request(line) is var request ? (request.Mode, request.Schema) : default;
    }

    [Fact]
    public void Every_setting_but_the_rules_has_an_option_of_each_of_its_verbs()
    {
        var verbs = new CommandLine(_folder.Path).Parse([]).CommandResult.Command.Subcommands.ToDictionary(verb => verb.Name);

        Assert.All(Settings.All, setting => Assert.All(setting.Verbs, verb => Assert.Contains(verbs[verb].Options, option => option.Name == setting.Option)));
    }

    [Fact]
    public void The_key_of_masks_comes_from_a_file_and_never_from_the_command_line()
    {
        var file = _folder.Write("key", "0123456789abcdef\n");

        Assert.Equal("0123456789abcdef", Request("create", "--require-masking", "--mask-key-file", file).MaskKey);
        Assert.Equal(ErrorCode.NoPassphrase, Assert.Throws<LaunchException>(() => Request("create", "--mask-key-file", "/no/such/file")).Code);
        Assert.Equal(ErrorCode.Usage, Assert.Throws<LaunchException>(() => Request("create", "--mask-key", "0123456789abcdef")).Code);
    }

    [Fact]
    public void The_settings_are_shown_without_a_backup()
    {
        _folder.Write("efbackup.json", """{ "lockTimeout": 7 }""");
        var (_, options) = Read("show", "--config", "--assembly", "App.dll");

        var ended = VerbRunner.Run(options, interactive: false, new SilentListener(), StopRequest.Never);

        var configuration = Assert.IsType<ResultEvent>(ended).Configuration!;
        Assert.Equal(Path.Combine(_folder.Path, "efbackup.json"), configuration.File);
        Assert.Contains(new SettingValue("lockTimeout", "7", "efbackup.json"), configuration.Settings);
        Assert.Contains(new SettingValue("parallel", null, "default"), configuration.Settings);
    }

    private BackupRequest Request(params string[] line)
    {
        var (_, options) = Read(line);
        var configuration = new Configuration(ConfigurationFile.Read(_folder.Path), _ => null, _ => null, _folder.Path);
        return VerbRunner.Request(options, new Application(null, "/backups", null, []) { Configuration = configuration }, interactive: false);
    }

    private (Tool.Commands.Verb Verb, VerbOptions Options) Read(params string[] line)
    {
        var commandLine = new CommandLine(_folder.Path);
        return commandLine.Read(commandLine.Parse(line), null);
    }

    private sealed class SilentListener : IHostListener
    {
        public void Report(BackupEvent happened)
        {
        }

        public void Talk(string line)
        {
        }

        public bool Answer(QuestionEvent question) => false;

        public string? TypePassphrase(PassphraseEvent wanted) => null;
    }
}
