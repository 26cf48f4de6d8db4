using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

public sealed class OtherTypesTests : TypeTests
{
    [Fact]
    public Task Addresses_of_networks_come_back_with_and_without_their_mask()
        => ComeBackAsync(
            new TypeCase("inet", "1.2.3.4", "1.2.3.4/0", "1.2.3.4/24", "10.0.0.0/8", "192.168.0.1", "::", "::1", "::1/0", "::ffff:1.2.3.4", "fe80::1/64"),
            new TypeCase("cidr", "0.0.0.0/0", "1.2.3.4/32", "10.0.0.0/8", "::/0", "::1/128", "fe80::/64"),
            new TypeCase("macaddr", "00:00:00:00:00:00", "08:00:2b:01:02:03", "ff:ff:ff:ff:ff:ff"),
            new TypeCase("macaddr8", "00:00:00:00:00:00:00:00", "08:00:2b:ff:fe:01:02:03"));

    [Fact]
    public Task Geometry_comes_back_to_the_last_bit()
        => ComeBackAsync(
            new TypeCase("point", "(0,-0)", "(0.1,1e23)", "(NaN,Infinity)", "(-5e-324,1.7976931348623157e308)") { IsKey = false },
            new TypeCase("line", "{1,-1,0.30000000000000004}", "{0,-1,5}") { IsKey = false },
            new TypeCase("lseg", "[(0.1,0.2),(1e-7,2)]", "[(1,2),(1,2)]") { IsKey = false },
            new TypeCase("box", "(2,2),(0.1,0)", "(1,1),(1,1)") { IsKey = false, HasArrays = false },
            new TypeCase("path", "((0,0),(1,1),(2,0))", "[(0.1,0),(1,1)]") { IsKey = false },
            new TypeCase("polygon", "((0,0),(1,1),(2,0.1))", "((1,2))") { IsKey = false },
            new TypeCase("circle", "<(0.1,2),3>", "<(0,0),0>", "<(1,1),Infinity>") { IsKey = false });

    [Fact]
    public Task Boxes_come_back_in_arrays_whose_elements_are_parted_by_semicolons()
        => RoundTripAsync("CREATE TABLE boxes (id int PRIMARY KEY, list box[])", "INSERT INTO boxes VALUES (1, '{(2,2),(0.1,0);NULL;(1,1),(1,1)}'), (2, '{}'), (3, NULL)");

    [Fact]
    public Task Types_of_the_server_itself_come_back()
        => ComeBackAsync(
            """CREATE SCHEMA "Other"; CREATE TABLE "Other"."A table" (a int); CREATE TABLE plain (a int);""",
            new TypeCase("pg_lsn", "0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF"),
            new TypeCase("regclass", "\"Other\".\"A table\"", "-", "pg_class", "plain"),
            new TypeCase("regtype", "integer", "numeric[]", "timestamp with time zone"),
            new TypeCase("regprocedure", "lower(text)", "pg_backend_pid()") { HasArrays = false },
            new TypeCase("xid", "0", "4294967295") { IsKey = false },
            new TypeCase("tid", "(0,1)", "(4294967295,65535)"),
            new TypeCase("oidvector", "", "1", "1 2 4294967295") { HasArrays = false },
            new TypeCase("int2vector", "", "-1 2") { IsKey = false, HasArrays = false });

    [ServerFact(14)]
    public Task Numbers_of_transactions_come_back()
        => ComeBackAsync(
            new TypeCase("xid8", "0", "18446744073709551615"),
            new TypeCase("pg_snapshot", "10:20:10,14,15", "1:1:") { IsKey = false });

    [ServerFact(0, "hstore")]
    public Task Maps_of_text_come_back()
        => ComeBackAsync(
            "CREATE EXTENSION hstore;",
            new TypeCase("hstore", "", "\"\"=>\"\"", "\"a\"=>\"NULL\", \"b\"=>\"quo\\\"te, back\\\\slash\"", "\"a\"=>NULL", "\"new\nline\"=>\"tab\t\", \"\ud83c\udf31\"=>\"=>\""));

    [ServerFact(0, "ltree")]
    public Task Label_trees_come_back()
        => ComeBackAsync(
            "CREATE EXTENSION ltree;",
            new TypeCase("ltree", "", "Top", "Top.Science", "Top.Science.Astronomy", "Top_a"),
            new TypeCase("lquery", "*.Science.*{1,2}", "!Top|x@.*") { IsKey = false },
            new TypeCase("ltxtquery", "Science & !Top*@") { IsKey = false });

    [ServerFact(0, "cube", "seg", "isn")]
    public Task Types_that_neither_driver_nor_model_know_come_back()
        => ComeBackAsync(
            // seg keeps how many digits its ends had, and isn what kind of number it was: nothing but their own text says that.
            "CREATE EXTENSION cube; CREATE EXTENSION seg; CREATE EXTENSION isn;",
            new TypeCase("cube", "(0)", "(0, 0.30000000000000004),(1, 1e+23)", "(1, 2, 3)"),
            new TypeCase("seg", "1", "1.00 .. ~2.0", "< 5", "> 6.50"),
            new TypeCase("isbn", "0-11-000533-3", "1-4133-0454-0"),
            new TypeCase("issn", "1436-4522"));
}
