namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>Has the server stop in the middle of a statement, for as long as this is held.</summary>
internal sealed class Pause : IDisposable
{
    private const int Key = 4711;

    private readonly PostgreSqlTestDatabase _database;
    private readonly OtherSession _holder;

    private Pause(PostgreSqlTestDatabase database)
    {
        _database = database;
        _holder = new OtherSession(database.SuperuserConnectionString, $"SELECT pg_advisory_xact_lock({Key})");
    }

    /// <summary>Some work has come to the place and waits.</summary>
    public bool Reached => _database.Query($"SELECT pid::text FROM pg_locks WHERE locktype = 'advisory' AND objid = {Key} AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").Count > 0;

    /// <summary>Loading this reading is a place to stop at, or making an index of it.</summary>
    public static void In(bool indexing, PostgreSqlTestDatabase database, int reading)
        => database.Execute($"""
            CREATE FUNCTION pausing(bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS
            'BEGIN IF $1 = {reading} THEN PERFORM pg_advisory_xact_lock_shared({Key}); END IF; RETURN $1; END';
            {(indexing ? """CREATE INDEX paused ON "Readings" (pausing("Id"))""" : """ALTER TABLE "Readings" ADD CONSTRAINT paused CHECK (pausing("Id") > 0)""")}
            """);

    /// <summary>From here on the server stops there.</summary>
    public static Pause Hold(PostgreSqlTestDatabase database) => new(database);

    public void Dispose() => _holder.Dispose();
}
