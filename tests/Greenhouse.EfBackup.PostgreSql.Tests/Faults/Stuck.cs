namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>
/// A reading that can't be read: its note is so long that the server keeps it apart, and somebody makes the index anew by which it would find it. Nobody who
/// reads the rest of the table, or locks it, meets that.
/// </summary>
internal sealed class Stuck : IDisposable
{
    private readonly PostgreSqlTestDatabase _database;
    private readonly string _index;
    private readonly OtherSession _holder;

    private Stuck(PostgreSqlTestDatabase database)
    {
        _database = database;
        _index = database.Query("""SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = (SELECT reltoastrelid FROM pg_class WHERE oid = '"Readings"'::regclass)""").Single();
        _holder = new OtherSession(database.SuperuserConnectionString, $"REINDEX INDEX {_index}");
    }

    /// <summary>Somebody tries.</summary>
    public bool Reached => _database.Query($"SELECT pid::text FROM pg_locks WHERE NOT granted AND relation = '{_index}'::regclass").Count > 0;

    /// <summary>Makes the first reading one that the server keeps apart.</summary>
    public static void In(PostgreSqlTestDatabase database)
        => database.Execute("""UPDATE "Readings" SET "Note" = (SELECT string_agg(md5(g::text), '') FROM generate_series(1, 1000) g) WHERE "Id" = (SELECT min("Id") FROM "Readings")""");

    /// <summary>From here on it can't be read.</summary>
    public static Stuck Hold(PostgreSqlTestDatabase database) => new(database);

    public void Dispose() => _holder.Dispose();
}
