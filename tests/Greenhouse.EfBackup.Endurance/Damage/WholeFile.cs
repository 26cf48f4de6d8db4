using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Sqlite.Tests;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Endurance.Damage;

/// <summary>A backup that was taken of a database.</summary>
internal sealed record WholeFile(string Name, Packing Packing, byte[] Bytes, bool IsLarge)
{
    private const int FewRows = 5;
    private const int ManyRows = 50_000;

    /// <summary>A key that takes no time: each turned bit of a header asks for another one.</summary>
    private const int WorkFactor = 2;

    public byte[] Content => field ??= ContentOf(Bytes);

    public byte[] ContentOf(byte[] bytes)
    {
        using var content = Packing.Unpack(new MemoryStream(bytes), Name);
        using var read = new MemoryStream();
        content.CopyTo(read);
        return read.ToArray();
    }

    /// <summary>A small one and a large one, packed in every way.</summary>
    public static async Task<IReadOnlyList<WholeFile>> MakeAllAsync()
    {
        using var fixture = new SqliteFixture();
        var (few, many) = (MakeDatabase(fixture, FewRows), MakeDatabase(fixture, ManyRows));
        var files = new List<WholeFile>();
        foreach (var passphrase in new[] { null, new Passphrase("correct horse battery staple", WorkFactor) })
        {
            foreach (var packing in Enum.GetValues<Compression>().Select(compression => new Packing(compression, passphrase)))
            {
                files.Add(await MakeAsync(fixture, few, packing, isLarge: false));
                files.Add(await MakeAsync(fixture, many, packing, isLarge: true));
            }
        }

        return files;
    }

    private static SqliteTestDatabase MakeDatabase(SqliteFixture fixture, int rows)
    {
        var database = fixture.CreateDatabase();
        database.Execute($"""
            CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, text TEXT, real REAL, blob BLOB);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) INSERT INTO t SELECT i, 'Zoë "' || i * 7919 || char(10) || '"', i / 7.0, randomblob(5) FROM n;
            CREATE TABLE empty (id INTEGER NOT NULL PRIMARY KEY);
            """);
        return database;
    }

    private static async Task<WholeFile> MakeAsync(SqliteFixture fixture, SqliteTestDatabase from, Packing packing, bool isLarge)
    {
        await using var context = new DbContext(from.Options<DbContext>());
        await using var database = await SupportedDatabases.OpenAsync(context, DatabaseSettings.Default, CancellationToken.None);
        var made = await new BackupCreator(context, database, new BackupFolder(fixture.Folder), Progress.None, TimeProvider.System)
            .CreateAsync(new CreateOptions(TableSelection.Everything, Packing: packing), CancellationToken.None);
        return new WholeFile(isLarge ? $"large.json{packing.Suffix}" : $"small.json{packing.Suffix}", packing, await File.ReadAllBytesAsync(made.File!), isLarge);
    }
}
