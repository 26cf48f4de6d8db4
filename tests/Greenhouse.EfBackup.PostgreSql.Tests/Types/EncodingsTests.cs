using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

/// <summary>Databases whose texts are not in UTF-8: the file is, and the same.</summary>
public sealed class EncodingsTests : SqlTests
{
    // In WIN1252 the euro is 0x80 and stands before every letter with an accent; in UTF-8 it comes after them.
    private const string Schema = """CREATE TYPE "Größe" AS ENUM ('größer', 'klein €'); CREATE TABLE "Äcker" ("Öde" varchar(5) PRIMARY KEY, "Größe" "Größe", text text, list text[]); CREATE TABLE keyless (text text, list text[])""";

    private const string Rows = """
        INSERT INTO "Äcker" VALUES ('€', 'klein €', 'Zoë', '{€,é}'), ('é', 'größer', E'tab\t\\', NULL), ('Ÿ', NULL, '', '{}'), ('z', NULL, NULL, NULL), ('€uro', NULL, NULL, NULL), ('…----', 'klein €', 'x', NULL);
        INSERT INTO keyless VALUES ('€', '{é}'), ('é', '{€}'), ('z', NULL), ('€', '{Ÿ}'), (NULL, '{z}');
        """;

    [Theory]
    [InlineData("WIN1252")]
    [InlineData("UTF8")]
    public async Task Equal_data_has_equal_hashes_and_comes_back_into_either(string encoding)
    {
        var (usual, other) = (Make(Schema, Rows), MakeIn(encoding, Schema, Rows));
        var (before, schema) = (other.Dump(), other.Schema());
        before.AssertSame(usual.Dump());

        var (fromUsual, fromOther) = (await BackUpAsync(usual), await BackUpAsync(other));
        usual.Damage();
        other.Damage();
        await RestoreAsync(other, fromUsual);
        await RestoreAsync(usual, fromOther);

        Assert.Equal(Backups.Check(fromUsual).Tables, Backups.Check(fromOther).Tables);
        before.AssertSame(usual.Dump());
        before.AssertSame(other.Dump());
        Assert.Equal(schema, other.Schema());
    }

    [Fact]
    public async Task A_character_that_the_encoding_has_not_is_refused_by_its_row()
    {
        var file = await BackUpAsync(Make("CREATE TABLE t (id int PRIMARY KEY, text text)", "INSERT INTO t VALUES (1, 'é'), (2, '日本')"));
        var target = MakeIn("LATIN1", "CREATE TABLE t (id int PRIMARY KEY, text text); INSERT INTO t VALUES (9, 'old')");

        var refused = await RefusedRestoreAsync("EFB1504", target, file);

        Assert.StartsWith("the database refused row 2 of table t", refused.Message, StringComparison.Ordinal);
    }
}
