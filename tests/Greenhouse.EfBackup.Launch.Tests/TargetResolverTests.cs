namespace Greenhouse.EfBackup.Launch.Tests;

public sealed class TargetResolverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_msbuild_prints_is_read_whatever_stands_before_it()
    {
        var properties = ProjectProperties.Parse("/p/App.csproj", "Welcome to .NET!\n{\n  \"Properties\": { \"TargetPath\": \"bin/App.dll\", \"OutputType\": \"\" }\n}\n")!;

        Assert.Equal(Path.GetFullPath("/p/bin/App.dll"), properties.FullPath("TargetPath"));
        Assert.Null(properties["OutputType"]);
        Assert.Null(ProjectProperties.Parse("/p/App.csproj", "MSBUILD : error MSB1001: Unknown switch."));
    }

    [Fact]
    public void A_built_application_is_a_target()
    {
        var app = Built("App");

        var target = TargetResolver.Resolve(app, app);

        Assert.Equal(Path.Combine(_folder.Path, "App", "bin", "App.dll"), target.StartupAssembly);
        Assert.Equal(target.StartupAssembly, target.Assembly);
        Assert.Equal(Path.Combine(_folder.Path, "App"), target.WorkingDirectory);
        Assert.Equal(["/packages"], target.ProbingPaths);
    }

    [Fact]
    public void The_contexts_assembly_is_taken_from_the_startup_projects_output()
    {
        var app = Built("App");
        _folder.Write("App/bin/Data.dll");

        var target = TargetResolver.Resolve(Properties("Data", ("AssemblyName", "Data")), app);

        Assert.Equal(Path.Combine(_folder.Path, "App", "bin", "Data.dll"), target.Assembly);
        Assert.Equal(Path.Combine(_folder.Path, "Data"), target.ProjectDirectory);
    }

    [Fact]
    public void A_startup_project_that_does_not_hold_the_contexts_is_refused()
        => Refused("EFB1008", Properties("Data", ("AssemblyName", "Data")), Built("App"));

    [Fact]
    public void Several_frameworks_are_listed()
    {
        var message = Refused("EFB1005", Properties("App", ("TargetFrameworks", "net8.0;net9.0")));

        Assert.Contains("net8.0, net9.0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_framework_that_the_project_lacks_is_refused()
    {
        var project = Properties("App", ("TargetFrameworks", "net8.0;net9.0"), ("TargetFramework", "net7.0"), ("TargetPath", "bin/App.dll"));

        var error = Assert.Throws<LaunchException>(() => TargetResolver.RequireFramework(project, "net7.0"));

        Assert.Equal("EFB1005", error.Code.Id);
    }

    [Fact]
    public void A_library_is_refused()
        => Refused("EFB1009", Properties("Lib", ("TargetFramework", "net8.0"), ("OutputType", "Library"), ("TargetPath", "bin/Lib.dll")));

    [Fact]
    public void A_project_that_is_not_built_is_refused()
        => Refused("EFB1008", Properties("App", ("TargetFramework", "net8.0"), ("OutputType", "Exe"), ("TargetPath", "bin/App.dll"),
            ("ProjectRuntimeConfigFilePath", "bin/App.runtimeconfig.json")));

    [Fact]
    public void Self_contained_output_is_refused_with_a_project_and_without()
    {
        var app = Built("App", """{"runtimeOptions":{"includedFrameworks":[{"name":"Microsoft.NETCore.App","version":"10.0.0"}]}}""");

        Refused("EFB1010", app);
        var error = Assert.Throws<LaunchException>(() => PublishedApplication.Resolve("App/bin/App.dll", _folder.Path));
        Assert.Equal("EFB1010", error.Code.Id);
    }

    [Fact]
    public void A_single_file_is_refused_and_a_launcher_leads_to_its_assembly()
    {
        Built("App");
        _folder.Write("App/bin/App");
        _folder.Write("single");

        var single = Assert.Throws<LaunchException>(() => PublishedApplication.Resolve("single", _folder.Path));
        var launcher = Assert.Throws<LaunchException>(() => PublishedApplication.Resolve("App/bin/App", _folder.Path));

        Assert.Equal(("EFB1010", "EFB1004"), (single.Code.Id, launcher.Code.Id));
        Assert.Contains("App.dll", launcher.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void Published_output_runs_where_the_user_stands()
    {
        Built("App");

        var target = PublishedApplication.Resolve("App/bin/App.dll", _folder.Path);

        Assert.Equal(_folder.Path, target.WorkingDirectory);
        Assert.Null(target.ProjectDirectory);
    }

    [Fact]
    public void The_guess_is_the_only_output_of_the_last_build()
    {
        _folder.Write("App.csproj");
        _folder.Write("obj/App.csproj.nuget.g.props", "<Project><NuGetPackageFolders Condition=\" '$(NuGetPackageFolders)' == '' \">/packages/;/more</NuGetPackageFolders></Project>");
        Output("bin/Debug/net8.0/App");
        var options = new LaunchOptions { NoBuild = true, WorkingDirectory = _folder.Path };

        var guess = HostAhead.Guess(options)!;

        Assert.Equal(Path.Combine(_folder.Path, "bin", "Debug", "net8.0", "App.deps.json"), guess.DepsFile);
        Assert.Equal(["/packages/", "/more"], guess.ProbingPaths);
        Assert.Null(HostAhead.Guess(options with { NoBuild = false }));
        Assert.Null(HostAhead.Guess(options with { Configuration = "Release" }));
        Output("bin/Debug/net9.0/App");
        Assert.Null(HostAhead.Guess(options));
        Assert.NotNull(HostAhead.Guess(options with { Framework = "net9.0" }));
    }

    [Theory]
    [InlineData("true", null, null, true)]
    [InlineData(null, null, null, false)]
    [InlineData("true", "true", null, false)]
    [InlineData("true", null, "bin/**;backups/**", false)]
    public void A_web_project_is_warned_of_backups_that_it_would_publish(string? web, string? package, string? excludes, bool warned)
    {
        var project = Properties("Web", ("UsingMicrosoftNETSdkWeb", web), ("EfBackupTargetsImported", package), ("DefaultItemExcludes", excludes));

        var warnings = PublishedBackups.Check(project, Path.Combine(project.Directory, "backups"));

        Assert.Equal(warned ? ["EFB1015"] : [], warnings.Select(w => w.Code));
        Assert.Empty(PublishedBackups.Check(project, Path.Combine(_folder.Path, "elsewhere")));
    }

    private ProjectProperties Built(string name, string runtimeConfig = """{"runtimeOptions":{"tfm":"net8.0"}}""")
    {
        Output($"{name}/bin/{name}", runtimeConfig);
        return Properties(name, ("AssemblyName", name), ("TargetFramework", "net8.0"), ("OutputType", "Exe"), ("TargetPath", $"bin/{name}.dll"),
            ("ProjectDepsFilePath", $"bin/{name}.deps.json"), ("ProjectRuntimeConfigFilePath", $"bin/{name}.runtimeconfig.json"), ("NuGetPackageFolders", "/packages"));
    }

    private void Output(string path, string runtimeConfig = "{}")
    {
        _folder.Write(path + ".dll");
        _folder.Write(path + ".deps.json", "{}");
        _folder.Write(path + ".runtimeconfig.json", runtimeConfig);
    }

    private ProjectProperties Properties(string name, params (string Name, string? Value)[] values)
        => new(Path.Combine(_folder.Path, name, name + ".csproj"), values.ToDictionary(v => v.Name, v => v.Value ?? ""));

    private static string Refused(string code, ProjectProperties project, ProjectProperties? startup = null)
    {
        var error = Assert.Throws<LaunchException>(() => TargetResolver.Resolve(project, startup ?? project));
        Assert.Equal(code, error.Code.Id);
        return error.Message;
    }
}
