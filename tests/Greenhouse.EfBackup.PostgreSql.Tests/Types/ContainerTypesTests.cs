using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

/// <summary>Types that hold values of other types.</summary>
public sealed class ContainerTypesTests : TypeTests
{
    [Fact]
    public Task Arrays_come_back_with_their_bounds_and_nulls()
        => ComeBackAsync(
            // In the order of their text.
            new TypeCase("int[]", "[-2:-1]={1,2}", "[0:0]={0}", "[2:3]={1,NULL}", "[5:5][-1:0]={{1,2}}", "{-1}", "{1,2}", "{10}", "{1}", "{9}", "{NULL}", "{{1,2},{3,4}}", "{{{1}},{{2}}}", "{}") { HasArrays = false },
            new TypeCase("text[]", "{\"\"}", "{\" \"}", "{\"NULL\"}", "{\"\\\\\"}", "{\"\\\\.\\n\"}", "{\"a,b\",\"{}\",\"\\\"\"}", "{NULL}", "{a}", "{a,NULL,\"null\"}", "{}") { IsKey = false, HasArrays = false },
            new TypeCase("numeric(10,2)[]", "{-1.50,NULL}", "{1.50}", "{NaN}") { HasArrays = false },
            new TypeCase("numeric[]", "{1.0,2}", "{NaN,Infinity,-Infinity}") { Twins = ["{1.00,2}", "{1,2.0}"], HasArrays = false },
            new TypeCase("float8[]", "{-Infinity,5e-324,NaN}", "{0.1,1e23}", "{0}") { Twins = ["{-0}"], HasArrays = false },
            new TypeCase("timestamptz[]", "{\"2024-02-29 23:59:59.999999+00\"}", "{-infinity,\"0044-03-15 00:00:00+00 BC\"}", "{infinity}") { HasArrays = false },
            new TypeCase("interval[]", "{\"-1 mons +2 days\"}", "{\"1 mon\"}", "{-00:00:00.5}") { Twins = ["{\"30 days\"}"], HasArrays = false },
            new TypeCase("bytea[]", "{\"\\\\x\",\"\\\\x005c\"}", "{NULL}") { HasArrays = false },
            new TypeCase("money[]", "{$1.10}", "{\"-$92,233,720,368,547,758.08\",\"$0.01\"}") { IsKey = false, HasArrays = false },
            new TypeCase("boolean[]", "{f,t,NULL}", "{t}") { HasArrays = false },
            new TypeCase("json[]", "{\"{\\\"a\\\": \\\"b\\\"}\",\"null\"}") { IsKey = false, HasArrays = false });

    [Fact]
    public Task Ranges_come_back()
        => ComeBackAsync(
            new TypeCase("int4range", "(,)", "(,5)", "[-1,1)", "[1,)", "[1,3)", "empty"),
            new TypeCase("numrange", "(,1.5]", "(0,1.50)", "[1.0,2]", "empty") { Twins = ["[1.00,2.0]", "(,1.50]"] },
            new TypeCase("tsrange", "(,infinity]", "[\"2024-01-01 00:00:00\",\"2024-01-02 00:00:00.000001\")", "[-infinity,infinity)"),
            new TypeCase("tstzrange", "[\"0044-03-15 00:00:00+00 BC\",)", "[\"2024-01-01 00:00:00+00\",\"2024-01-02 00:00:00+00\")"),
            new TypeCase("daterange", "(,2024-03-01)", "[2024-02-29,2024-03-01)"));

    [Fact]
    public Task Ranges_of_an_own_type_come_back()
        => ComeBackAsync(
            "CREATE TYPE textrange AS RANGE (subtype = text, collation = \"C\");",
            new TypeCase("textrange", "(,)", "[\"\\\"\",\"\\\\\")", "[\"\",\" \"]", "[\",\",)", "[a,b)", "[null,null]"));

    [ServerFact(14)]
    public Task Multiranges_come_back()
        => ComeBackAsync(
            new TypeCase("int4multirange", "{(,)}", "{[1,3),[5,7)}", "{}"),
            new TypeCase("nummultirange", "{(,1.5],[2.0,2.0]}", "{[1.0,2.00)}") { Twins = ["{(,1.50],[2,2]}"] },
            new TypeCase("tstzmultirange", "{[\"2024-01-01 00:00:00+00\",\"2024-01-02 00:00:00+00\"),[infinity,)}"));

    [Fact]
    public Task Rows_in_columns_come_back_whether_their_fields_are_null_or_not()
        => ComeBackAsync(
            """
            CREATE TYPE point3 AS (x int, y numeric, "a name" text);
            CREATE TYPE pair AS (first point3, second point3[], moment timestamptz);
            CREATE TYPE lonely AS (field text);
            """,
            new TypeCase("point3", "(,,\"\")", "(,,)", "(,,x)", "(-1,NaN,\"quo\"\"te\")", "(1,,)", "(1,1.50,\"back\\\\slash, comma\")", "(1,2,null)") { Twins = ["(1,1.5,\"back\\\\slash, comma\")"] },
            new TypeCase("pair", "(\"(,,)\",\"{NULL,\"\"(,,)\"\"}\",)", "(\"(1,2,x)\",\"{\"\"(1,2,\\\\\"\"\\\\\"\")\"\"}\",\"2024-02-29 00:00:00+00\")", "(,,)", "(,,infinity)"),
            new TypeCase("lonely", "(\"\")", "()", "(x)"));

    [Fact]
    public Task Enumerations_come_back_with_odd_labels()
        => ComeBackAsync(
            // Declared in another order than that of their text, by which the file orders them.
            $"""
            CREATE TYPE "Odd labels" AS ENUM ('z', 'quo"te', 'apos''trophe', 'back\slash', E'new\nline', 'comma,', 'ü', ' ', 'NULL', '{new string('x', 63)}', E'\U0001F331', 'a');
            """,
            new TypeCase("\"Odd labels\"", " ", "NULL", "a", "apos'trophe", "back\\slash", "comma,", "new\nline", "quo\"te", new string('x', 63), "z", "ü", "\ud83c\udf31"));

    [Fact]
    public Task Domains_come_back_as_what_is_below_them()
        => ComeBackAsync(
            """
            CREATE DOMAIN even AS int CHECK (VALUE % 2 = 0);
            CREATE DOMAIN small_even AS even CONSTRAINT small CHECK (VALUE < 100) NOT NULL;
            CREATE DOMAIN "E-mail" AS varchar(20) COLLATE "C" CHECK (VALUE LIKE '%@%');
            CREATE DOMAIN amount AS numeric(10,2) DEFAULT 1.5;
            CREATE DOMAIN amounts AS amount[] CHECK (array_length(VALUE, 1) < 4);
            CREATE DOMAIN moment AS timestamptz(3);
            CREATE TYPE mood AS ENUM ('sad', 'happy');
            CREATE DOMAIN good_mood AS mood CHECK (VALUE = 'happy');
            CREATE TYPE place AS (x int, y int);
            CREATE DOMAIN known_place AS place CHECK ((VALUE).x > 0);
            """,
            new TypeCase("even", "-2", "0", "4", "10"),
            new TypeCase("\"E-mail\"", "@", "a@b ", "b\t@"),
            new TypeCase("amount", "-1.50", "0", "2", "10.00"),
            new TypeCase("amounts", "{-1.50,NULL}", "{1.50,2.00}", "{}") { HasArrays = false },
            new TypeCase("moment", "-infinity", "2024-02-29 00:00:00.001+00", "infinity"),
            new TypeCase("good_mood", "happy"),
            new TypeCase("known_place", "(1,)", "(1,2)"));

    [Fact]
    public async Task A_domain_that_takes_no_null_makes_its_column_required()
    {
        var database = Make(
            "CREATE DOMAIN base AS int NOT NULL; CREATE DOMAIN top AS base CHECK (VALUE > 0); CREATE TABLE t (id int PRIMARY KEY, required top, free int)",
            "INSERT INTO t VALUES (1, 2, 3)");

        var columns = EfBackup.Specification.Backups.Check(await BackUpAsync(database)).Metadata.Tables.Single().Columns;

        Assert.Equal([("id", false, "Integer"), ("required", false, "Integer"), ("free", true, "Integer")], columns.Select(column => (column.Name, column.Nullable, column.Kind.ToString())));
    }
}
