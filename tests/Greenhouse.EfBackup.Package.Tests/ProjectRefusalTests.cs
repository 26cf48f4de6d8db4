using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Projects and contexts that can't be served: what, where, and how to go on.</summary>
public sealed class ProjectRefusalTests(Packages packages, ITestOutputHelper log) : PackageTest(packages, log)
{
    [Fact]
    public async Task No_project_here()
        => (await Tool(Folder, "create")).Refused("EFB1002", 2, Folder, "--project", "--assembly");

    [Fact]
    public async Task Several_projects_here()
    {
        File.WriteAllText(Path.Combine(Folder, "A.csproj"), "<Project />");
        File.WriteAllText(Path.Combine(Folder, "B.csproj"), "<Project />");

        (await Tool(Folder, "create")).Refused("EFB1003", 2, Folder, "A.csproj", "B.csproj", "--project");
    }

    [Fact]
    public async Task A_project_that_does_not_build_shows_the_compilers_errors()
        => (await Tool(Packages.App("Broken"), "create")).Refused("EFB1006", 6, "Broken.csproj", "Program.cs", "error CS0029");

    [Fact]
    public async Task A_project_that_is_not_built_yet_with_no_build()
        => (await Run("create", "--configuration", "Release")).Refused("EFB1008", 6, "Shop10.csproj", "--no-build");

    [Fact]
    public async Task A_project_of_several_frameworks()
        => (await On("Multi", "create")).Refused("EFB1005", 2, "net8.0, net10.0", "--framework");

    [Fact]
    public async Task A_library_that_nothing_starts()
        => (await On("Library", "create")).Refused("EFB1009", 6, "Library.csproj", "--startup-project");

    [Fact]
    public async Task No_context()
        => (await On("Contextless", "create")).Refused("EFB1102", 6, "Contextless", "--project");

    [Fact]
    public async Task Several_contexts_are_listed()
        => (await On("Two", "create")).Refused("EFB1103", 2, "Two", "ShopContext", "MemoryContext", "--context");

    [Fact]
    public async Task An_unknown_context()
        => (await On("Two", "create", "--context", "Shop")).Refused("EFB1104", 2, "'Shop'", "ShopContext", "MemoryContext", "--context");

    [Fact]
    public async Task A_chosen_context_is_taken()
        => Assert.Equal("ShopContext", (await On("Two", "create", "--context", "shopcontext", "--json")).Ended(0).Json.GetProperty("context").GetString());

    [Fact]
    public async Task A_database_in_the_memory_of_another_process()
        => (await Tool(Packages.App("Two"), "create", "--no-build", "--context", "MemoryContext", "--output", Backups))
            .Refused("EFB1106", 6, "Microsoft.EntityFrameworkCore.InMemory", "lives in the memory of its own process", "call BackupAsync");

    [Fact]
    public async Task The_design_package_is_missing()
        => (await On("Designless", "create")).Refused("EFB1101", 6, "Designless", "dotnet add package Microsoft.EntityFrameworkCore.Design");

    [Fact]
    public async Task A_context_that_throws_says_what_it_threw_and_its_stack_only_when_asked()
    {
        var ran = await Run("create", "--", "throw");
        var verbose = await Run("create", "--verbose", "--", "throw");

        ran.Refused("EFB1105", 6, "ShopContext", "the shop is closed today");
        verbose.Refused("EFB1105", 6, "ShopContextFactory.CreateDbContext");
        Assert.DoesNotContain("CreateDbContext(", ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Backups));
    }
}
