using Greenhouse.EfBackup.PostgreSql.Server;
using Greenhouse.EfBackup.Schema;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>The server's disk is full: that of the rows, and that of the files it sorts in.</summary>
public sealed class ServerDiskTests(OwnCluster cluster) : FaultTest, IClassFixture<OwnCluster>
{
    [SmallDiskFact]
    public async Task A_server_whose_disk_fills_during_a_restore_has_the_rows_from_before()
    {
        using var disk = new SmallDisk(megabytes: 45);
        using var space = new Tablespace(cluster, disk);
        using var database = cluster.CreateDatabase();
        cluster.Execute($"ALTER DATABASE {database.Name} SET TABLESPACE {Tablespace.Name}");
        GardenModel.Fill(database, readings: 100_000, note: 130);
        var changed = await ChangeAsync(database, """DELETE FROM "Readings" WHERE "Id" % 10 = 0; UPDATE "Beds" SET "Name" = 'another'""");

        var full = await RefusedAsync("EFB1602", () => RestoreAsync(database, changed.File));

        Assert.Matches($"^no space is left on the disk of the server of {database.Name}: .*No space left on device$", full.Message);
        Assert.Equal("free some space there; the database is as it was before", full.Help);
        Happened = true;
        disk.Grow(megabytes: 200);
        await AssertUnharmedAsync(database, changed);
    }

    [SmallDiskFact]
    public async Task A_server_whose_disk_fills_while_it_sorts_for_a_backup_leaves_no_file()
    {
        using var disk = new SmallDisk(megabytes: 16);
        using var space = new Tablespace(cluster, disk);
        using var database = cluster.CreateDatabase();
        cluster.Execute($"ALTER DATABASE {database.Name} SET temp_tablespaces = {Tablespace.Name}");
        // Shared by several processes, the rows would fit into memory.
        cluster.Execute($"ALTER DATABASE {database.Name} SET max_parallel_workers_per_gather = 0");
        GardenModel.Fill(database, readings: 100);
        database.Execute("CREATE TABLE heap AS SELECT md5(g::text) || repeat('x', 400) AS text FROM generate_series(1, 200000) g");
        var before = DatabaseState.Of(database);
        await using var context = database.Open<GardenModel.Context>();

        var full = await RefusedAsync("EFB1602", () => Backups.CreateAsync(context, TableSelection.Everything));

        Assert.Matches($"^no space is left on the disk of the server of {database.Name}: .*No space left on device$", full.Message);
        Happened = true;
        disk.Grow(megabytes: 400);
        await AssertUnharmedAsync(database, before, TableSelection.Everything);
    }

    /// <summary>A place of the server on a disk, for databases that are gone before it.</summary>
    private sealed class Tablespace : IDisposable
    {
        public const string Name = "small";

        private readonly OwnCluster _cluster;

        public Tablespace(OwnCluster cluster, SmallDisk disk)
        {
            _cluster = cluster;
            PrivateCluster.Give(disk.Folder);
            cluster.Execute($"CREATE TABLESPACE {Name} LOCATION '{disk.Folder}'");
            cluster.Execute($"GRANT CREATE ON TABLESPACE {Name} TO public");
        }

        public void Dispose() => _cluster.Execute($"DROP TABLESPACE {Name}");
    }
}
