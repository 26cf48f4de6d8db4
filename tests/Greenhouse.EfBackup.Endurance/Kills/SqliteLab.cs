using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Sqlite.Tests;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>A file; with a rollback journal and with a write-ahead log in turn, which are locked and installed in different ways.</summary>
internal sealed class SqliteLab : Lab
{
    private readonly string _folder;
    private readonly SqliteTestDatabase _database;
    private bool _wal;

    public SqliteLab()
    {
        _folder = Directory.CreateDirectory(Path.Combine(Root, "database")).FullName;
        _database = new SqliteTestDatabase(Path.Combine(_folder, "garden.db"));
    }

    public override string Kind => "sqlite";

    public override string ConnectionString => _database.ConnectionString;

    public override TestDatabase Database => _database;

    public override IReadOnlyList<string> Complaints() => [.. _database.Query("SELECT integrity_check FROM pragma_integrity_check").Where(line => line != "ok")];

    protected override void Settle()
    {
    }

    protected override void SaveDatabase(string name)
    {
        _database.Execute("PRAGMA journal_mode = delete");
        File.Copy(_database.File, Path.Combine(Root, name + ".db"), overwrite: true);
    }

    protected override void BringDatabaseBack(string name)
    {
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            File.Delete(file);
        }

        File.Copy(Path.Combine(Root, name + ".db"), _database.File);
        _wal = !_wal;
        _database.Execute($"PRAGMA journal_mode = {(_wal ? "wal" : "delete")}");
    }
}
