using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;
using ShopContext = Greenhouse.EfBackup.Specification.ShopModel.Context;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>The example of the README's section "Databases", as it stands there, compiled and run.</summary>
public sealed class ReadmeExampleTests : EntityTest
{
    [Fact]
    public async Task A_backup_of_SQLite_restores_into_the_context_of_a_unit_test()
    {
        var file = Path.GetFullPath("testdata/shop.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.Delete(file);
        await using (var context = Sqlite<ShopContext>(ShopModel.Fill)())
        {
            await context.Database.BackupAsync(file);
        }

        await using (var memory = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseInMemoryDatabase("a test").Options))
        {
            await memory.Database.RestoreAsync("testdata/shop.json", new EfBackupRestoreOptions { SafetyBackup = false });
        }

        await using var again = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseInMemoryDatabase("a test").Options);
        Assert.Equal((5, 20), (await again.Customers.CountAsync(), await again.Orders.CountAsync()));
    }

    [Fact]
    public void Every_line_of_the_example_stands_here()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(root.FullName, "Greenhouse.EfBackup.sln")))
        {
            root = root.Parent!;
        }

        var here = System.IO.File.ReadAllLines(Path.Combine(root.FullName, "tests", "Greenhouse.EfBackup.InMemory.Tests", "ReadmeExampleTests.cs")).Select(line => line.Trim()).ToHashSet();
        var section = System.IO.File.ReadAllLines(Path.Combine(root.FullName, "README.md")).SkipWhile(line => line != "## Databases").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        string[] code = [.. section.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```").Select(line => line.Trim())];

        Assert.NotEmpty(code);
        Assert.DoesNotContain(code, line => !here.Contains(line));
    }
}
