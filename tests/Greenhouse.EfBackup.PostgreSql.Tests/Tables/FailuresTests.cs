using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>A restore that fails, at whichever step, has not happened: rows, schema and sequences are as before.</summary>
public sealed class FailuresTests : SqlTests
{
    private const string Schema = """
        CREATE TABLE parent (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text, number int);
        CREATE TABLE child (id serial PRIMARY KEY, parent int CONSTRAINT to_parent REFERENCES parent ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, text text);
        CREATE INDEX by_text ON parent (text);
        CREATE SEQUENCE hilo;
        CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER touched BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION never();
        ALTER TABLE child ENABLE ALWAYS TRIGGER touched;
        COMMENT ON CONSTRAINT to_parent ON child IS 'it''s a comment';
        """;

    private const string Old = "INSERT INTO parent (text, number) SELECT 'old ' || n, n FROM generate_series(1, 2000) n; INSERT INTO child (parent, text) VALUES (1, 'old'), (2, 'old'); SELECT nextval('hilo')";

    private const string New = "INSERT INTO parent (text, number) SELECT repeat('x', 300), n / 2 FROM generate_series(1, 2500) n; INSERT INTO child (parent, text) VALUES (1, 'new'), (2500, 'new'), (NULL, NULL); SELECT setval('hilo', 99)";

    [Theory]
    [InlineData("a check refuses a row", "ALTER TABLE parent ADD CHECK (id <> 2480)", "EFB1504", "row 2480 of table parent")]
    [InlineData("a type refuses a value", "ALTER TABLE parent ALTER COLUMN text TYPE varchar(20)", "EFB1508", "row 1 of table parent")]
    [InlineData("a domain refuses a value", "CREATE DOMAIN d AS int CHECK (VALUE < 5); DELETE FROM child; DELETE FROM parent WHERE number > 4; ALTER TABLE parent ALTER COLUMN number TYPE d", "EFB1504", "row 10 of table parent")]
    [InlineData("a unique index that stays finds a row twice", "CREATE UNIQUE INDEX once ON parent (number); ALTER TABLE parent CLUSTER ON once", "EFB1504", "row 3 of table parent")]
    [InlineData("a unique index that is built after the rows finds a row twice", "CREATE UNIQUE INDEX once ON parent (number)", "EFB1504", "once")]
    [InlineData("an exclusion constraint finds two rows", "ALTER TABLE parent ADD EXCLUDE USING btree (number WITH =)", "EFB1504", "row 3 of table parent")]
    [InlineData("a deferred constraint finds a row twice", "ALTER TABLE parent ADD CONSTRAINT once UNIQUE (number) DEFERRABLE INITIALLY DEFERRED", "EFB1504", "once")]
    [InlineData("a foreign key of the target leads nowhere", "TRUNCATE parent, child; ALTER TABLE parent ADD CONSTRAINT to_child FOREIGN KEY (number) REFERENCES child", "EFB1503", "parent")]
    [InlineData("a rounded value", "ALTER TABLE parent ALTER COLUMN number TYPE smallint; ALTER TABLE child ALTER COLUMN text TYPE varchar(2) USING left(text, 2)", "EFB1508", "row 1 of table child")]
    [InlineData("a partition is missing", "DROP TABLE child; CREATE TABLE child (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent int, text text) PARTITION BY RANGE (id); CREATE TABLE low PARTITION OF child FOR VALUES FROM (1) TO (3); INSERT INTO child (parent) VALUES (7)", "EFB1504", "row 3 of table child")]
    public async Task Whatever_fails_nothing_has_happened(string what, string stricter, string code, string named)
    {
        _ = what;
        var file = await BackUpAsync(Make(Schema, New));
        var target = Make(Schema, Old, stricter);

        var refused = await RefusedRestoreAsync(code, target, file);

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_another_owner_is_named_and_nothing_has_happened()
    {
        var file = await BackUpAsync(Make(Schema, New));
        var target = Make(Schema, Old);
        target.ExecuteUnchecked($"ALTER TABLE child OWNER TO CURRENT_USER; GRANT ALL ON child TO \"{TestServer.Owner.Name}\"");

        var refused = await RefusedRestoreAsync("EFB1211", target, file);

        Assert.Contains("child", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_works_after_one_that_failed()
    {
        var source = Make(Schema, New);
        var file = await BackUpAsync(source);
        var target = Make(Schema, Old, "CREATE UNIQUE INDEX once ON parent (number)");
        await RefusedRestoreAsync("EFB1504", target, file);

        target.Execute("DROP INDEX once");
        await RestoreAsync(target, file);

        source.Dump().AssertSame(target.Dump());
        Assert.Equal(source.Schema(), target.Schema());
    }
}
