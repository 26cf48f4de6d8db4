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

    /// <summary>Some work has come to the place and waits. Autovacuum is none of it: it evaluates an index's expression too, for its statistics.</summary>
    public bool Reached => _database.Query($"""
        SELECT pid::text FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND objid = {Key} AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND backend_type = 'client backend'
        """).Count > 0;

    /// <summary>Loading this reading is a place to stop at, or making an index of it.</summary>
    public static void In(bool indexing, PostgreSqlTestDatabase database, int reading)
        => database.Execute($"""
            CREATE FUNCTION pausing(bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS
            'BEGIN IF $1 = {reading} THEN PERFORM pg_advisory_lock_shared({Key}), pg_advisory_unlock_shared({Key}); END IF; RETURN $1; END';
            {(indexing ? """CREATE INDEX paused ON "Readings" (pausing("Id"))""" : """ALTER TABLE "Readings" ADD CONSTRAINT paused CHECK (pausing("Id") > 0)""")}
            """);

    /// <summary>Validating that plants have a bed stops at this bed: the key's equality is one of the test's own.</summary>
    public static void InValidating(PostgreSqlTestDatabase database)
    {
        using var superuser = new OtherSession(database.SuperuserConnectionString, $"""
            CREATE FUNCTION pausing_cmp(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
            'BEGIN IF 7 IN ($1, $2) THEN PERFORM pg_advisory_lock_shared({Key}), pg_advisory_unlock_shared({Key}); END IF; RETURN btint4cmp($1, $2); END';
            CREATE FUNCTION pausing_eq(int, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT pausing_cmp($1, $2) = 0';
            CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = pausing_eq);
            CREATE OPERATOR CLASS pausing FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 ===, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 pausing_cmp(int, int);
            COMMIT
            """);
        database.Execute("""
            ALTER TABLE "Beds" ADD COLUMN "Code" int;
            UPDATE "Beds" SET "Code" = "Id";
            CREATE UNIQUE INDEX ON "Beds" ("Code" pausing);
            ALTER TABLE "Plants" ADD COLUMN "Code" int;
            UPDATE "Plants" SET "Code" = "BedId";
            ALTER TABLE "Plants" ADD FOREIGN KEY ("Code") REFERENCES "Beds" ("Code")
            """);
    }

    /// <summary>From here on the server stops there.</summary>
    public static Pause Hold(PostgreSqlTestDatabase database) => new(database);

    public void Dispose() => _holder.Dispose();
}
