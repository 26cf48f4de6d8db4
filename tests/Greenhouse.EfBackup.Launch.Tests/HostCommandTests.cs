namespace Greenhouse.EfBackup.Launch.Tests;

public sealed class HostCommandTests
{
    [Fact]
    public void With_an_application_the_host_runs_on_its_dependencies()
    {
        var target = new LaunchTarget
        {
            Assembly = "/a/Data.dll",
            StartupAssembly = "/a/App.dll",
            DepsFile = "/a/App.deps.json",
            RuntimeConfig = "/a/App.runtimeconfig.json",
            ProbingPaths = ["/cache/packages/", "/fall back"],
            WorkingDirectory = "/a",
        };

        Assert.Equal(
            [
                "exec", "--roll-forward", "Major", "--depsfile", "/a/App.deps.json", "--runtimeconfig", "/a/App.runtimeconfig.json",
                "--additionalprobingpath", "/cache/packages", "--additionalprobingpath", "/fall back",
                Path.Combine("/h", "Greenhouse.EfBackup.Host.dll"), "--events", "42",
            ],
            HostCommand.Arguments("/h", target, "42"));
    }

    [Fact]
    public void Without_one_it_runs_on_its_own()
        => Assert.Equal(["exec", Path.Combine("/h", "Greenhouse.EfBackup.Host.dll"), "--events", "42"], HostCommand.Arguments("/h", null, "42"));

    [Fact]
    public void A_build_and_an_evaluation_are_one_call_each()
    {
        var options = new LaunchOptions { WorkingDirectory = "/", Framework = "net8.0", Configuration = "Release", Runtime = "linux-x64" };

        var build = ProjectEvaluation.Arguments("/p/App.csproj", options, build: true);
        var evaluation = ProjectEvaluation.Arguments("/p/App.csproj", new LaunchOptions { WorkingDirectory = "/" }, build: false);

        Assert.Equal(["build", "/p/App.csproj", "-t:Build"], build.Take(3));
        Assert.Contains("-property:TargetFramework=net8.0", build);
        Assert.Contains("-property:Configuration=Release", build);
        Assert.Contains("-property:RuntimeIdentifier=linux-x64", build);
        Assert.Equal(["msbuild", "/p/App.csproj", "-nologo"], evaluation.Take(3));
        Assert.Equal(4, evaluation.Count);
    }
}
