using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests.RealData;

/// <summary>Databases that others made and published, restored and held against what sqlite3 says.</summary>
public sealed class PublicDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("efbackup-tests-").FullName;

    [PublicDataFact]
    public async Task Chinook_is_restored_into_an_emptied_copy_value_for_value()
    {
        var restored = await RestoreIntoEmptiedAsync("Chinook_Sqlite.sqlite", (SqliteChinookContext context) => context.Model, database => new SqliteChinookContext(Options<SqliteChinookContext>(database)));

        Assert.Equal(11, restored.Tables);
        Assert.Equal(15_607, restored.Rows);
    }

    [PublicDataFact]
    public async Task Northwind_is_restored_into_an_emptied_copy_value_for_value()
    {
        var restored = await RestoreIntoEmptiedAsync("Northwind_Sqlite.sqlite", (NorthwindContext context) => context.Model, database => new NorthwindContext(Options<NorthwindContext>(database)));

        Assert.Equal(13, restored.Tables);
    }

    [PublicDataFact]
    public async Task Northwind_with_a_customer_gone_is_refused_with_the_orders_named()
    {
        var database = PublicData.Copy("Northwind_Sqlite.sqlite", _folder, "broken.db");
        PublicData.Run(database, "PRAGMA foreign_keys = OFF; DELETE FROM Customers WHERE CustomerID = 'ALFKI'");
        var orders = PublicData.Run(database, "SELECT OrderID FROM Orders WHERE CustomerID = 'ALFKI'");
        await using var context = new NorthwindContext(Options<NorthwindContext>(database));

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => new Backups(_folder).CreateAsync(context));

        Assert.Equal("EFB1204", refused.Code);
        Assert.NotEmpty(orders);
        Assert.StartsWith($"Orders (CustomerID) -> Customers: {orders.Count} rows, such as OrderID=", Assert.Single(refused.Details), StringComparison.Ordinal);
        Assert.Contains(orders, order => refused.Details[0].Contains($"OrderID={order}, CustomerID=ALFKI", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DbContextOptions<TContext> Options<TContext>(string database)
        where TContext : DbContext
        => new DbContextOptionsBuilder<TContext>().UseSqlite($"Data Source={database}").Options;

    /// <summary>Sorted: an index that was built again stands last in SQLite's own list.</summary>
    private static IReadOnlyList<string> Schema(string database)
        => [.. PublicData.Run(database, "SELECT replace(type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, ''), char(10), ' ') FROM sqlite_master").Order(StringComparer.Ordinal)];

    private async Task<(int Tables, long Rows)> RestoreIntoEmptiedAsync<TContext>(string name, Func<TContext, Microsoft.EntityFrameworkCore.Metadata.IModel> model, Func<string, TContext> open)
        where TContext : DbContext
    {
        var (full, emptied) = (PublicData.Copy(name, _folder, "full.db"), PublicData.Copy(name, _folder, "emptied.db"));
        var tables = PublicData.Run(full, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'");
        PublicData.Run(emptied, "PRAGMA foreign_keys = OFF;" + string.Concat(tables.Select(table => $"DELETE FROM [{table}];")) + (tables.Contains("Orders") ? "DELETE FROM sqlite_sequence" : ""));
        var (before, schema) = (PublicData.Dump(full), Schema(full));
        Assert.NotEqual(before, PublicData.Dump(emptied));
        var backups = new Backups(_folder);

        await using var source = open(full);
        var created = await backups.CreateAsync(source);
        await using var target = open(emptied);
        var restored = await backups.RestoreAsync(target, created.File!);

        Assert.Equal(tables.Order(), model(source).GetRelationalModel().Tables.Select(table => table.Name).Order());
        Assert.Empty(created.LeftOut);
        Assert.Equal(before, PublicData.Dump(full));
        Assert.Equal(before, PublicData.Dump(emptied));
        Assert.Equal(schema, Schema(emptied));
        Assert.Equal(["ok"], PublicData.Run(emptied, "PRAGMA integrity_check"));
        return (restored.Tables.Count, restored.Rows);
    }
}

/// <summary>As the script for SQLite names it.</summary>
internal sealed class SqliteChinookContext(DbContextOptions<SqliteChinookContext> options) : ChinookContext(options)
{
    protected override string Name(string name) => name;
}
