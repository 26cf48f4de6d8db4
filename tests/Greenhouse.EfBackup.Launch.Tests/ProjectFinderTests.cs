namespace Greenhouse.EfBackup.Launch.Tests;

public sealed class ProjectFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_only_project_of_the_folder_is_both()
    {
        var app = _folder.Write("App.csproj");

        Assert.Equal((app, app), ProjectFinder.Find(null, null, _folder.Path));
    }

    [Fact]
    public void A_folder_names_the_project_in_it()
    {
        var app = _folder.Write("App/App.fsproj");

        Assert.Equal((app, app), ProjectFinder.Find("App", null, _folder.Path));
    }

    [Fact]
    public void With_a_target_project_named_the_one_here_starts()
    {
        var app = _folder.Write("App/App.csproj");
        var data = _folder.Write("Data/Data.csproj");

        Assert.Equal((data, app), ProjectFinder.Find("../Data", null, Path.GetDirectoryName(app)!));
    }

    [Fact]
    public void With_a_startup_project_named_the_one_here_holds_the_contexts()
    {
        var app = _folder.Write("App/App.csproj");
        var data = _folder.Write("Data/Data.csproj");

        Assert.Equal((data, app), ProjectFinder.Find(null, "../App/App.csproj", Path.GetDirectoryName(data)!));
    }

    [Fact]
    public void Where_none_is_here_the_named_startup_project_is_both()
    {
        var app = _folder.Write("App/App.csproj");

        Assert.Equal((app, app), ProjectFinder.Find(null, "App", _folder.Path));
    }

    [Fact]
    public void Of_several_here_the_named_one_is_both()
    {
        _folder.Write("Other.csproj");
        var app = _folder.Write("App.csproj");

        Assert.Equal((app, app), ProjectFinder.Find("App.csproj", null, _folder.Path));
    }

    [Fact]
    public void No_project_is_an_error()
    {
        var error = Assert.Throws<LaunchException>(() => ProjectFinder.Find(null, null, _folder.Path));

        Assert.Equal("EFB1002", error.Code.Id);
    }

    [Fact]
    public void Several_projects_are_an_error_that_lists_them()
    {
        _folder.Write("B.csproj");
        _folder.Write("A.csproj");

        var error = Assert.Throws<LaunchException>(() => ProjectFinder.Find(null, null, _folder.Path));

        Assert.Equal("EFB1003", error.Code.Id);
        Assert.Equal(["A.csproj", "B.csproj"], error.Details);
    }

    [Fact]
    public void A_path_to_nothing_is_an_error()
    {
        var error = Assert.Throws<LaunchException>(() => ProjectFinder.Find("nowhere", null, _folder.Path));

        Assert.Equal("EFB1004", error.Code.Id);
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }
}
