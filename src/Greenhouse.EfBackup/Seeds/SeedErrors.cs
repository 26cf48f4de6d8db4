using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>What can be wrong with a seed, with the place where it stands.</summary>
internal static class SeedErrors
{
    private const string Unchanged = "the database is as it was before";

    public static EfBackupException NotRead(string file, string what, string help, Exception? inner = null)
        => new(ErrorCode.SeedNotRead, $"the seed {file} {what}", help, inner: inner);

    /// <summary>Its shape, at a line.</summary>
    public static EfBackupException Shape(string file, int line, string what)
        => NotRead(file, $"is wrong at line {line}: {what}", "a seed is an object of tables, each an array of rows, each an object of columns and values");

    public static EfBackupException NoTable(string file, SeedTableText table, IEnumerable<string> known)
        => new(ErrorCode.SeedNames, $"{file}, line {table.Line}: there is no table or entity {table.Name}", Meant(table.Name, known));

    public static EfBackupException SeveralTables(string file, SeedTableText table, IEnumerable<string> found)
        => new(ErrorCode.SeedNames, $"{file}, line {table.Line}: {table.Name} is in the tables {string.Join(", ", found)}", "name the table in place of the entity, and give each of its tables a row of its own");

    public static EfBackupException NoColumn(SeedPlace place, string column, IEnumerable<string> known)
        => new(ErrorCode.SeedNames, $"{place} has {column}, and the table has no such column", Meant(column, known));

    public static EfBackupException NoRow(SeedPlace place, string column, string name, IEnumerable<string> known)
        => new(ErrorCode.SeedNames, $"{place} references {name} in {column}, and no row has that name", known.Any() ? Meant(name, known) : $"give a row the name by \"{SeedText.ReferenceKey}\": \"{name}\" in it");

    /// <summary>The row itself is at fault.</summary>
    public static EfBackupException Row(SeedPlace place, string what, string help, Exception? inner = null)
        => new(ErrorCode.SeedRow, $"{place} {what}", $"{help}; {Unchanged}", inner: inner);

    public static EfBackupException Cycle(IReadOnlyList<SeedPlace> rows)
        => new(ErrorCode.SeedCycle, $"{rows[0]} can't be inserted before a row that can't be inserted before it", $"one of the columns by which they reference each other must take null; {Unchanged}", [.. rows.Select(row => row.ToString())]);

    public static EfBackupException Refused(SeedPlace place, string why, Exception inner)
        => new(ErrorCode.SeedRefused, $"the database refused {place}: {why}", $"correct the row, or what is there; {Unchanged}", inner: inner);

    private static string Meant(string name, IEnumerable<string> known) => NearestName.Of(name, known) is { } nearest ? $"did you mean {nearest}?" : "the database has no tables: make them first (EnsureCreated, Migrate)";
}

/// <summary>Where a row stands.</summary>
internal sealed record SeedPlace(string File, string Table, int Row, int Line)
{
    public override string ToString() => $"row {Row} of {Table} ({File}, line {Line})";
}
