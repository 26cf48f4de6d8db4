using System.Text;
using Greenhouse.EfBackup.Format;
using Xunit.Abstractions;

namespace Greenhouse.EfBackup.Tests.Format;

public class RowReaderTests(ITestOutputHelper output)
{
    private static readonly byte[][] _labels = RowReader.Labels(Files.Table("t", Files.Column("a\"b"), Files.Column("c")));

    [Fact]
    public void The_labels_are_those_of_the_stored_columns()
    {
        var table = Files.Table("t", Files.Column("id"), Files.Column("sum") with { Generated = true }, Files.Column("a\"\n"));

        Assert.Equal(["{\"id\":", ",\"a\\\"\\n\":"], RowReader.Labels(table).Select(Encoding.UTF8.GetString));
    }

    [Theory]
    [InlineData("null", nameof(TokenType.Null), "null")]
    [InlineData("true", nameof(TokenType.True), "true")]
    [InlineData("false", nameof(TokenType.False), "false")]
    [InlineData("-12.5E+07", nameof(TokenType.Number), "-12.5E+07")]
    [InlineData("0", nameof(TokenType.Number), "0")]
    [InlineData("-0", nameof(TokenType.Number), "-0")]
    [InlineData("\"a\\\"b\"", nameof(TokenType.String), "a\\\"b")]
    [InlineData("\"\"", nameof(TokenType.String), "")]
    [InlineData("{\"a\":[1,\"]}\"]}", nameof(TokenType.Document), "{\"a\":[1,\"]}\"]}")]
    [InlineData("[]", nameof(TokenType.Document), "[]")]
    public void A_value_is_taken_whole(string json, string type, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes($"{json},\"next\"");
        var reader = new RowReader(new RowChunk(bytes, 0, bytes.Length));

        var token = reader.ReadValue();

        Assert.Equal((type, expected), (token.Type.ToString(), Encoding.UTF8.GetString(bytes, token.Start, token.Length)));
        Assert.True(reader.IsNext(",\"next\""u8));
    }

    [Theory]
    [InlineData("007")]
    [InlineData("00")]
    [InlineData("-01.5")]
    [InlineData(".5")]
    [InlineData("-.5")]
    [InlineData("5.")]
    [InlineData("+5")]
    [InlineData("1.e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("-")]
    [InlineData("1-2")]
    [InlineData("1.2.3")]
    [InlineData("NaN")]
    [InlineData("nul")]
    [InlineData("True")]
    [InlineData("\"a")]
    [InlineData("\"a\\\"")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":}")]
    [InlineData("{'a':1}")]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    public void A_row_with_what_is_no_value_of_json_is_refused(string json)
    {
        Assert.Throws<FormatException>(() => ReadRows(Encoding.UTF8.GetBytes($"{{\"a\\\"b\":{json},\"c\":1}}\n")));
    }

    [Theory]
    [InlineData("{\"a\\\"b\":1}\n")]
    [InlineData("{\"c\":1,\"a\\\"b\":1}\n")]
    [InlineData("{\"a\\\"b\":1,\"c\":2,\"d\":3}\n")]
    [InlineData("{\"a\\\"b\":1,\"c\":2}")]
    [InlineData("{\"a\\\"b\":1,\"c\":2},,\n")]
    [InlineData("{ \"a\\\"b\":1,\"c\":2}\n")]
    [InlineData("[1,2]\n")]
    [InlineData("\n")]
    public void A_row_of_other_columns_or_another_spelling_is_refused(string row)
    {
        Assert.Throws<FormatException>(() => ReadRows(Encoding.UTF8.GetBytes(row)));
    }

    [Fact]
    public void A_document_of_the_deepest_nesting_is_taken_and_a_deeper_one_is_refused()
    {
        static byte[] Row(int depth) => Encoding.UTF8.GetBytes($"{{\"a\\\"b\":{new string('[', depth)}{new string(']', depth)},\"c\":1}}\n");

        Assert.Equal(1, ReadRows(Row(RowReader.MaxDepth)));
        Assert.Throws<FormatException>(() => ReadRows(Row(RowReader.MaxDepth + 1)));
        Assert.Throws<FormatException>(() => ReadRows(Row(1_000_000)));
    }

    [Fact]
    public void Nothing_is_read_beyond_the_chunk()
    {
        var bytes = "{\"a\\\"b\":\"x\",\"c\":12}\n"u8.ToArray();

        for (var length = 1; length < bytes.Length; length++)
        {
            Assert.Throws<FormatException>(() => ReadRows(bytes, length));
        }
    }

    [Fact]
    public void Mutated_rows_are_read_or_refused_and_nothing_else_happens()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var valid = "{\"a\\\"b\":\"x\\u0041\\n\",\"c\":-1.5E+10},\n{\"a\\\"b\":{\"$text\":\"2024-1-1\"},\"c\":[1,{\"d\":null}]},\n{\"a\\\"b\":true,\"c\":{\"$integer\":2}}\n"u8.ToArray();
        var spice = "{}[]\",:\\\n0-eE.+ntf$u \0\xff"u8.ToArray();

        for (var i = 0; i < 50_000; i++)
        {
            var bytes = valid.ToList();
            for (var mutations = random.Next(1, 6); mutations > 0 && bytes.Count > 0; mutations--)
            {
                var place = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0: bytes[place] = spice[random.Next(spice.Length)]; break;
                    case 1: bytes.Insert(place, spice[random.Next(spice.Length)]); break;
                    case 2: bytes.RemoveRange(place, Math.Min(random.Next(1, 9), bytes.Count - place)); break;
                    default: bytes[place] ^= (byte)(1 << random.Next(8)); break;
                }
            }

            var thrown = Record.Exception(() => ReadRows([.. bytes]));

            Assert.True(thrown is null or FormatException, $"seed {seed}, {Convert.ToHexString([.. bytes])}: {thrown}");
        }
    }

    /// <summary>Reads as a database does: the marks of raw values too.</summary>
    private static int ReadRows(byte[] bytes, int? length = null)
    {
        var reader = new RowReader(new RowChunk(bytes, 0, length ?? bytes.Length));
        var rows = 0;
        while (!reader.AtEnd)
        {
            foreach (var label in _labels)
            {
                reader.Expect(label);
                var isMark = reader.IsNext("{\"$"u8);
                var token = reader.ReadValue();
                Assert.InRange(token.Start + token.Length, 0, length ?? bytes.Length);
                if (isMark)
                {
                    var inside = new RowReader(new RowChunk(bytes, token.Start, token.Length));
                    _ = inside.ReadMark();
                    _ = inside.ReadValue();
                    inside.Expect("}"u8);
                }
            }

            reader.EndRow();
            rows++;
        }

        return rows;
    }
}
