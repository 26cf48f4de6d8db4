using System.Text;
using Greenhouse.EfBackup.Seeds;

namespace Greenhouse.EfBackup.Tests.Seeds;

public class SeedParserTests
{
    [Fact]
    public void Tables_and_rows_come_with_their_lines_and_names()
    {
        var seed = Parse("""
            {
              "$schema": "seed.schema.json", "$seed": 1,
              // People write comments,
              "Houses": [
                { "$ref": "north", "Name": "North" },

                {
                  "Id": 7,
                }, // and commas.
              ],
              "Beds": []
            }
            """);

        Assert.Equal([("Houses", 4, 2), ("Beds", 11, 0)], seed.Tables.Select(table => (table.Name, table.Line, table.Rows.Count)));
        Assert.Equal([(1, 5, "north", "Name"), (2, 7, null, "Id")], seed.Tables[0].Rows.Select(row => (row.Number, row.Line, row.Name, row.Values.Single().Key)));
    }

    [Fact]
    public void A_mark_before_it_is_passed_over()
    {
        Assert.Single(SeedParser.Parse([0xEF, 0xBB, 0xBF, .. """{ "A": [] }"""u8], "seed.json").Tables);
    }

    [Theory]
    [InlineData("", "is not JSON at line 1")]
    [InlineData("{\n\"A\": [\n}", "is not JSON at line 3")]
    [InlineData("{} {}", "is not JSON at line 1")]
    [InlineData("[]", "line 1: it is no object")]
    [InlineData("{\n\"A\": {} }", "line 2: A is no array")]
    [InlineData("{ \"A\": [\n7] }", "line 2: a row is no object")]
    [InlineData("{ \"A\": [],\n\"A\": [] }", "line 2: A is there twice")]
    [InlineData("{ \"A\": [{ \"x\": 1,\n\"x\": 2 }] }", "line 2: a row has x twice")]
    [InlineData("{ \"A\": [{ \"$ref\": 1 }] }", "line 1: the name of a row, $ref, is no text")]
    [InlineData("{ \"A\": [{ \"$ref\": \"a\", \"$ref\": \"b\" }] }", "line 1: a row has $ref twice")]
    [InlineData("{ \"$seed\": 2 }", "is of another version at line 1")]
    [InlineData("{ \"metadata\": { \"format\": 1 } }", "is a backup")]
    public void What_is_none_says_where(string json, string message)
    {
        var refused = Assert.Throws<EfBackupException>(() => Parse(json));

        Assert.Equal("EFB1831", refused.Code);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains("seed.json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_said()
    {
        var refused = Assert.Throws<EfBackupException>(() => SeedParser.Parse([(byte)'{', 0xFF, (byte)'}'], "seed.json"));

        Assert.Equal("EFB1831", refused.Code);
        Assert.Contains("is not UTF-8", refused.Message, StringComparison.Ordinal);
    }

    private static SeedText Parse(string json) => SeedParser.Parse(Encoding.UTF8.GetBytes(json), "seed.json");
}
