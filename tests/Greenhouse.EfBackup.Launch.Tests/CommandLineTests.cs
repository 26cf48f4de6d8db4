using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool;
using Greenhouse.EfBackup.Tool.Commands;

namespace Greenhouse.EfBackup.Launch.Tests;

/// <summary>What is written on a command line arrives.</summary>
public sealed class CommandLineTests
{
    internal static readonly string Here = Path.GetFullPath("/work-here");

    [Fact]
    public void Every_option_of_create_arrives()
    {
        var options = Read("create", "-p", "App", "--startup-project", "Web", "-c", "Shop", "--framework", "net9.0", "--configuration", "Release", "--runtime", "linux-x64",
            "--no-build", "--connection", "Data Source=x", "-o", "safe", "--description", "before the move", "--include", "Users", "--include", "Items",
            "--exclude", "Logs", "--parallel", "16", "--lock-timeout", "0", "--all-tables", "--dry-run", "--verbose", "--json", "--no-color");

        Assert.Equal(
            new LaunchOptions { Project = "App", StartupProject = "Web", Framework = "net9.0", Configuration = "Release", Runtime = "linux-x64", NoBuild = true, WorkingDirectory = Here },
            options.Launch);
        Assert.Equal(new DisplayOptions(Json: true, Verbose: true, Quiet: false, NoColor: true), options.Display);
        Assert.Equal((Verbs.Create, "Shop", "Data Source=x", Path.Combine(Here, "safe"), "before the move"),
            (options.Verb, options.Context, options.Connection, options.Output, options.Description));
        Assert.Equal(["Users", "Items"], options.Include);
        Assert.Equal(["Logs"], options.Exclude);
        Assert.True(options.AllTables && options.DryRun);
        Assert.Equal((16, 0), (options.Parallel, options.LockTimeout));
    }

    [Fact]
    public void Every_option_of_restore_arrives_in_the_request()
    {
        var options = Read("restore", "old/backup.json", "--yes", "--no-safety-backup", "--verify", "--dry-run", "--include", "Users", "--lock-timeout", "90");
        var target = new LaunchTarget { Assembly = "/a.dll", StartupAssembly = "/s.dll", DepsFile = "/s.deps.json", RuntimeConfig = "/s.runtimeconfig.json", WorkingDirectory = "/", ProjectDirectory = "/p" };

        var request = VerbRunner.Request(options, new Application(target, "/backups", "FromProject", []), interactive: true);

        Assert.Equal((Verbs.Restore, Path.Combine(Here, "old", "backup.json"), "/backups", "FromProject"), (request.Verb, request.File, request.BackupFolder, request.Context));
        Assert.True(request.Yes && request.NoSafetyBackup && request.VerifyRestored && request.DryRun && request.Interactive);
        Assert.Equal(("/a.dll", "/s.dll", "/p", "FromProject"), (request.Application!.Assembly, request.Application.StartupAssembly, request.Application.ProjectDirectory, request.Application.Context));
        Assert.False(request.Application.Published);
        Assert.Equal(["Users"], request.Include);
        Assert.Equal((90, null), (request.LockTimeout, request.Parallel));
    }

    [Fact]
    public void Which_rows_a_create_takes_arrives_in_the_request()
    {
        var options = Read("create", "--where", "Customers=Region = 'EU'", "--where", "Orders=Id > 5", "--limit", "2147483647", "--with-related", "--and-dependents");

        var request = VerbRunner.Request(options, new Application(null, "/backups", null, []), interactive: false);

        Assert.Equal(["Customers=Region = 'EU'", "Orders=Id > 5"], request.Where);
        Assert.Equal((int.MaxValue, true, true), (request.Limit, request.WithRelated, request.AndDependents));
    }

    [Fact]
    public void A_seed_arrives_in_the_request_with_its_rows_and_masks()
    {
        var options = Read("create", "--seed", "seeds/dev.json", "--where", "Orders=Id > 5", "--mask", "--exclude", "Logs");

        var request = VerbRunner.Request(options, new Application(null, "/backups", null, []), interactive: false);

        Assert.Equal((Path.Combine(Here, "seeds", "dev.json"), true), (request.Seed, request.Mask));
        Assert.Equal(["Orders=Id > 5"], request.Where);
        Assert.Equal(["Logs"], request.Exclude);
    }

    [Theory]
    [InlineData("--compress none")]
    [InlineData("--encrypt")]
    [InlineData("--verify file")]
    [InlineData("--description x")]
    [InlineData("--keep-last 3")]
    [InlineData("--max-size 1GB")]
    public void What_is_for_backups_does_not_go_with_a_seed(string option)
    {
        var refused = Assert.Throws<LaunchException>(() => Read(["create", "--seed", "dev.json", .. option.Split(' ')]));

        Assert.Equal(ErrorCode.Usage, refused.Code);
        Assert.Contains(option.Split(' ')[0], refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("restore a.json --mode merge", RestoreModes.Merge, null)]
    [InlineData("restore --before AddTunnels --mode insert", RestoreModes.Insert, null)]
    [InlineData("restore --before AddTunnels --mode replace", RestoreModes.Replace, SchemaModes.Backup)]
    [InlineData("restore --before AddTunnels", null, SchemaModes.Backup)]
    public void The_mode_of_a_restore_arrives_and_keeps_the_schema_where_rows_stay(string line, string? mode, string? schema)
    {
        var request = VerbRunner.Request(Read(line.Split(' ')), new Application(null, "/backups", null, []), interactive: false);

        Assert.Equal((mode, schema), (request.Mode, request.Schema));
    }

    [Fact]
    public void Every_option_of_diff_arrives_in_the_request()
    {
        var options = Read("diff", "old.json", "latest", "--rows", "--limit", "7", "--html", "what.html", "--include", "Users", "--exclude", "Logs", "-c", "Shop");

        var request = VerbRunner.Request(options, new Application(null, "/backups", null, []), interactive: false);

        Assert.Equal((Verbs.Diff, Path.Combine(Here, "old.json"), BackupRequest.Latest, Path.Combine(Here, "what.html"), "Shop"), (request.Verb, request.File, request.Against, request.Html, request.Context));
        Assert.Equal((true, 7), (request.Rows, request.Limit));
        Assert.Equal(["Users"], request.Include);
        Assert.Equal(["Logs"], request.Exclude);
        Assert.Null(request.Application);
    }

    [Theory]
    [InlineData("diff a.json", true)]
    [InlineData("diff --before AddTunnels", true)]
    [InlineData("diff a.json b.json", false)]
    public void Only_a_diff_with_the_database_needs_the_application(string line, bool needs)
    {
        var commandLine = new CommandLine(Here);
        var parsed = commandLine.Parse(line.Split(' '));

        Assert.Equal(needs, BackupRequest.NeedsApplication(Verbs.Diff, level: null, commandLine.Read(parsed, null).Options.Against));
        Assert.Equal(needs, Record.Exception(() => commandLine.Read(parsed, ["x"])) is null);
    }

    [Fact]
    public void The_rows_of_undo_are_asked_for()
    {
        var options = Read("undo", "--dry-run", "--rows", "--limit", "100000");

        Assert.Equal((true, true, 100000), (options.DryRun, options.Rows, options.Limit));
    }

    [Fact]
    public void A_passphrase_comes_from_a_file_and_never_from_the_command_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("passphrase", "correct horse\n");

        foreach (var verb in new[] { "create", "migrate", "undo", "restore latest" })
        {
            var options = Read([.. verb.Split(' '), "--encrypt", "--passphrase-file", file]);
            var request = VerbRunner.Request(options, new Application(null, "/backups", null, []), interactive: true);
            Assert.Equal((true, "correct horse"), (request.Encrypt, request.Passphrase));
            Assert.DoesNotContain("horse", options.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal((false, "correct horse"), (Read("verify", "latest", "--passphrase-file", file).Encrypt, Read("show", "latest", "--passphrase-file", file).Passphrase));
        Assert.Equal((false, null), (Read("create").Encrypt, Read("create").Passphrase));
        var encrypting = new Configuration(ConfigurationFile.None, name => name == "EfBackupEncrypt" ? "true" : null, _ => null, folder: null);
        Assert.True(VerbRunner.Request(Read("create"), new Application(null, "/backups", null, []) { Configuration = encrypting }, interactive: false).Encrypt);
        Assert.Equal(ErrorCode.NoPassphrase, Assert.Throws<LaunchException>(() => Read("create", "--passphrase-file", "/no/such/file")).Code);
        Assert.Equal(ErrorCode.Usage, Assert.Throws<LaunchException>(() => Read("create", "--passphrase", "horse")).Code);
        Assert.Equal(ErrorCode.Usage, Assert.Throws<LaunchException>(() => Read("list", "--passphrase-file", file)).Code);
    }

    [Fact]
    public void What_is_not_given_is_left_to_the_database()
    {
        Assert.Equal((null, null), (Read("create").Parallel, Read("create").LockTimeout));
        Assert.Null(Read("restore", "latest").LockTimeout);
    }

    [Fact]
    public void Every_option_of_prune_arrives_in_the_request()
    {
        var options = Read("prune", "--keep-last", "1", "--keep-hourly", "2", "--keep-daily", "3", "--keep-weekly", "4", "--keep-monthly", "5", "--keep-yearly", "6",
            "--keep-within", "30d", "--older-than", "8w", "--max-size", "1GiB", "--reason", "safety", "--reason", "before-migration", "--yes", "--dry-run", "-o", "safe", "-c", "Shop");

        var request = VerbRunner.Request(options, new Application(null, options.Output!, null, []), interactive: false);

        Assert.Equal((Verbs.Prune, Path.Combine(Here, "safe"), "Shop", true, true), (request.Verb, request.BackupFolder, request.Context, request.Yes, request.DryRun));
        Assert.Equal(["safety", "before-migration"], request.Reasons);
        Assert.Equal(
            new RetentionPolicy
            {
                KeepLast = 1,
                KeepHourly = 2,
                KeepDaily = 3,
                KeepWeekly = 4,
                KeepMonthly = 5,
                KeepYearly = 6,
                KeepWithin = TimeSpan.FromDays(30),
                OlderThan = TimeSpan.FromDays(56),
                MaxSize = 1073741824,
            },
            request.Retention);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("migrate")]
    public void What_takes_a_snapshot_can_prune_afterwards(string verb)
    {
        Assert.Equal(new RetentionPolicy { KeepLast = 7 }, Read(verb, "--keep-last", "7").Retention);
        Assert.Null(Read(verb).Retention);
    }

    [Fact]
    public void Prune_is_about_manual_backups_where_nothing_else_is_said()
        => Assert.Equal(["manual"], Read("prune", "--keep-last", "7").Reasons);

    [Fact]
    public void The_options_of_a_check_arrive_in_the_request()
    {
        var request = VerbRunner.Request(Read("list", "--check", "--max-age", "26h"), new Application(null, "/backups", null, []), interactive: false);

        Assert.Equal((true, TimeSpan.FromHours(26)), (request.Check, request.MaxAge));
    }

    [Theory]
    [InlineData("verify latest", null, false)]
    [InlineData("verify latest --level file", "file", false)]
    [InlineData("verify latest --level schema --no-build", "schema", true)]
    [InlineData("verify latest --level rehearse --lock-timeout 5", "rehearse", true)]
    [InlineData("create --verify file", "file", true)]
    [InlineData("migrate --verify rehearse", "rehearse", true)]
    [InlineData("restore latest --verify", null, true)]
    public void The_level_of_a_verification_arrives_in_the_request_and_says_whether_the_application_is_needed(string line, string? level, bool needed)
    {
        var options = Read(line.Split(' '));
        var request = VerbRunner.Request(options, new Application(null, "/backups", null, []), interactive: false);

        Assert.Equal((level, needed), (request.Level, BackupRequest.NeedsApplication(request.Verb, request.Level, request.Against)));
    }

    [Fact]
    public void Latest_is_a_word_and_a_path_to_it_a_file()
    {
        Assert.Equal(BackupRequest.Latest, Read("verify", "latest").File);
        Assert.Equal(Path.Combine(Here, "latest"), Read("verify", "./latest").File);
    }

    [Fact]
    public void A_file_that_begins_with_at_is_a_file()
        => Assert.Equal(Path.Combine(Here, "@all.json"), Read("show", "@all.json").File);

    [Fact]
    public void What_follows_two_dashes_is_the_applications()
    {
        var arguments = Arguments.Split(["create", "--no-build", "--", "--no-build", "--", "@x"]);

        Assert.Equal(["create", "--no-build"], arguments.Own);
        Assert.Equal(["--no-build", "--", "@x"], arguments.Application!);
        Assert.Null(Arguments.Split(["create"]).Application);
    }

    internal static VerbOptions Read(params string[] arguments)
    {
        var commandLine = new CommandLine(Here);
        return commandLine.Read(commandLine.Parse(arguments), applicationArguments: null).Options;
    }
}
