using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>What only PostgreSQL's tables have, when they are seeded.</summary>
public sealed class SeedIntoTablesTests : SqlTests
{
    [Fact]
    public async Task Identities_serials_and_types_take_what_is_given_and_a_second_time_nothing()
    {
        var database = Make("""
            CREATE TYPE mood AS ENUM ('sad', 'happy');
            CREATE SCHEMA other;
            CREATE TABLE other.t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int[], s text[], j json, b jsonb, p point, m mood, n numeric(5,1), c char(3), i interval, y bytea, z timestamptz, twice text GENERATED ALWAYS AS (c || c) STORED);
            CREATE TABLE u (id serial PRIMARY KEY, v varchar(3));
            """);
        const string Seed = """
            {
              "other.t": [
                { "id": 5, "a": [1, 2, null], "s": ["x,y", "\"q\" \\"], "j": {"k": 1}, "b": {"k": 1}, "p": "(1,2)", "m": "happy", "n": 1.26, "c": "ab", "i": "-P1DT2H", "y": "AAEC", "z": {"$text": "infinity"} },
                { "m": "sad", "a": [[1], [2]], "s": [] }
              ],
              "u": [{ "id": 3, "v": "a" }, { "v": "b" }]
            }
            """;

        var first = await SeedAsync(database, Seed);
        var second = await SeedAsync(database, Seed);

        Assert.Equal((4L, 4L), (first.Inserted, second.Unchanged));
        // A numeric(5,1) rounds, and a char(3) is filled up.
        Assert.Equal(
            """
            5|{1,2,NULL}|{"x,y","\"q\" \\"}|{"k": 1}|{"k": 1}|(1,2)|happy|1.3|ab|3|-1 days -02:00:00|\x000102|infinity|abab
            6|{{1},{2}}|{}|sad
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Query(database, "SELECT concat_ws('|', id, a, s, j, b, p, m, n, rtrim(c), octet_length(c), i, y, z, twice) FROM other.t ORDER BY id")));
        Assert.Equal(["3 a", "4 b"], Query(database, "SELECT id || ' ' || v FROM u ORDER BY id"));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_and_not_cut()
    {
        var database = Make("CREATE TABLE u (id int PRIMARY KEY, v varchar(3)); INSERT INTO u VALUES (1, 'abc')");

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => SeedAsync(database, """{ "u": [{ "id": 1, "v": "abcd" }] }"""));

        Assert.Equal("EFB1835", refused.Code);
        Assert.Equal(["abc"], Query(database, "SELECT v FROM u"));
    }

    [Fact]
    public async Task Of_two_that_seed_at_once_the_second_finds_what_the_first_has_inserted()
    {
        var database = Make("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text)");
        var rows = string.Join(", ", Enumerable.Range(0, 200).Select(number => $$"""{ "v": "{{number}}" }"""));

        var seeded = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SeedAsync(database, $$"""{ "t": [{{rows}}] }""")));

        Assert.Equal([0, 0, 0, 200], seeded.Select(result => result.Inserted).Order());
        Assert.Equal(["200"], Query(database, "SELECT count(*)::text FROM t"));
    }

    private static async Task<EfBackupSeedResult> SeedAsync(PostgreSqlTestDatabase database, string json)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, json);
            await using var context = database.Open<NoEntities>();
            return await context.Database.SeedAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
