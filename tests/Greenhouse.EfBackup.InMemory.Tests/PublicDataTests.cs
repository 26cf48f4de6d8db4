using Greenhouse.EfBackup.Sqlite.Tests.RealData;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>A database that others made and published, through a context in memory and back, held against what sqlite3 says.</summary>
public sealed class PublicDataTests : EntityTest
{
    [PublicDataFact]
    public async Task Chinook_goes_into_memory_and_back_value_for_value()
    {
        var (full, emptied) = (PublicData.Copy("Chinook_Sqlite.sqlite", Folder, "full.db"), PublicData.Copy("Chinook_Sqlite.sqlite", Folder, "emptied.db"));
        PublicData.Run(emptied, "PRAGMA foreign_keys = OFF;" + string.Concat(PublicData.Run(emptied, "SELECT name FROM sqlite_master WHERE type = 'table'").Select(table => $"DELETE FROM [{table}];")));
        var before = PublicData.Dump(full);
        Assert.NotEqual(before, PublicData.Dump(emptied));
        var memory = Memory<SqliteChinookContext>();
        await BackUpAsync(Open(full));
        await RestoreAsync(memory());

        System.IO.File.Delete(File);
        await BackUpAsync(memory());
        await RestoreAsync(Open(emptied));

        Assert.Equal(before, PublicData.Dump(emptied));
    }

    private static SqliteChinookContext Open(string database) => new(new DbContextOptionsBuilder<SqliteChinookContext>().UseSqlite($"Data Source={database}").Options);

    private async Task BackUpAsync(SqliteChinookContext database)
    {
        await using var context = database;
        Assert.Equal(15_607, (await context.Database.BackupAsync(File)).Rows);
    }

    private async Task RestoreAsync(SqliteChinookContext database)
    {
        await using var context = database;
        Assert.Equal(15_607, (await context.Database.RestoreAsync(File, new() { SafetyBackup = false })).Rows);
    }
}
