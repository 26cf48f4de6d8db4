using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Databases.Sqlite;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Scratch databases in files: nobody else reads them, and nothing stays of them.</summary>
public sealed class ScratchTests : Specification<SqliteFixture>
{
    [Fact]
    public async Task It_lies_beside_the_backups_for_its_owner_only_and_goes_with_all_that_SQLite_puts_there()
    {
        var database = Create<ShopModel.Context>();
        await using var context = database.Open<ShopModel.Context>();
        var scratch = await SupportedDatabases.MakeScratchAsync(context, Fixture.Folder, (_, _) => { }, CancellationToken.None);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL");
        await context.Database.EnsureCreatedAsync();

        Assert.StartsWith(Path.Combine(Fixture.Folder, ".rehearsal-"), scratch.Place, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(scratch.Place));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(scratch.Place)!));
        }

        await scratch.DisposeAsync();
        Assert.Empty(Directory.GetDirectories(Fixture.Folder));
        Assert.Equal(((SqliteTestDatabase)database).ConnectionString, context.Database.GetConnectionString());
    }

    [Fact]
    public void What_a_killed_rehearsal_left_is_removed_and_what_is_in_use_or_not_surely_its_stays()
    {
        var killed = Directory.CreateDirectory(Path.Combine(Fixture.Folder, $".rehearsal-{Guid.NewGuid():N}")).FullName;
        File.WriteAllText(Path.Combine(killed, "lock"), "");
        File.WriteAllText(Path.Combine(killed, "scratch.db-wal"), "rows");
        var mine = Directory.CreateDirectory(Path.Combine(Fixture.Folder, ".rehearsal-of-mine")).FullName;
        File.WriteAllText(Path.Combine(mine, "lock"), "");
        var young = Directory.CreateDirectory(Path.Combine(Fixture.Folder, $".rehearsal-{Guid.NewGuid():N}")).FullName;
        using var used = SqliteScratchFolder.Make(Fixture.Folder);

        using (SqliteScratchFolder.Make(Fixture.Folder))
        {
        }

        Assert.Equal(new[] { mine, young, Path.GetDirectoryName(used.File)! }.Order(StringComparer.Ordinal), Directory.GetDirectories(Fixture.Folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_takes_none_leaves_the_systems_temporary_one()
    {
        await using var context = Create<ShopModel.Context>().Open<ShopModel.Context>();

        await using var scratch = await SupportedDatabases.MakeScratchAsync(context, Path.Combine(Fixture.Folder, "none"), (_, _) => { }, CancellationToken.None);

        Assert.StartsWith(Path.GetTempPath(), scratch.Place, StringComparison.Ordinal);
        Assert.DoesNotContain(Fixture.Folder, scratch.Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_in_memory_is_not_given_up_for_a_rehearsal()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var context = new ShopModel.Context(new DbContextOptionsBuilder<ShopModel.Context>().UseSqlite(connection).Options);
        await context.Database.EnsureCreatedAsync();
        ShopModel.Fill(context);
        await context.SaveChangesAsync();
        var file = (await Backups.CreateAsync(context)).File!;

        await RefusedAsync("EFB1811", () => Backups.VerifyAsync(context, file, VerifyLevels.Rehearse));

        Assert.Equal(ShopModel.Customers, await context.Customers.CountAsync());
    }
}
