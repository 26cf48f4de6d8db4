using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// What hangs on tables that are made anew: views, which keep tables from being renamed, and are in the way of migrations that make them; and triggers and
/// indexes, which go with their tables. What no migration makes, tables included, is somebody's own, and is put back.
/// </summary>
internal sealed class SqliteDependents
{
    private readonly SqliteDatabase _database;
    private readonly IReadOnlyList<Dependent> _all;

    private SqliteDependents(SqliteDatabase database, IReadOnlyList<Dependent> all) => (_database, _all) = (database, all);

    /// <summary>Keeps all of them in mind, and drops the views with their triggers.</summary>
    public static SqliteDependents TakeOff(SqliteDatabase database)
    {
        // Each after what it may be on.
        var all = database.Query(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'trigger', type <> 'table', rowid",
            row => new Dependent(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)));
        foreach (var view in all.Where(dependent => dependent.Type == "view"))
        {
            database.Execute($"DROP VIEW {SqliteNames.Quote(view.Name)}");
        }

        return new SqliteDependents(database, all);
    }

    /// <param name="wanted">The tables as they were: others, and indexes that they did not have, are not put back.</param>
    /// <param name="undone">The commands of the migrations that are taken back: what they make goes with them.</param>
    public void PutBack(IReadOnlyList<TableDescription> wanted, IReadOnlyList<string> undone)
    {
        var had = wanted.SelectMany(table => table.Indexes).Select(index => index.Name).ToHashSet(SqliteNameComparer.Instance);
        had.UnionWith(wanted.Select(table => table.Name));
        foreach (var (type, name, table, sql) in _all)
        {
            var there = _database.Query("SELECT name FROM sqlite_master", row => row.GetString(0)).ToHashSet(SqliteNameComparer.Instance);
            var belongs = type switch { "view" => !IsMade(type, name), "trigger" => there.Contains(table) && !IsMade(type, name), _ => had.Contains(name) };
            if (belongs && !there.Contains(name))
            {
                _database.Execute(sql);
            }
        }

        bool IsMade(string type, string name)
            => undone.Any(command => command.Contains($" {type} ", StringComparison.OrdinalIgnoreCase) && command.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    private sealed record Dependent(string Type, string Name, string Table, string Sql);
}
