using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

public sealed class TextTypesTests : TypeTests
{
    /// <summary>Everything that COPY, JSON or a line of text takes for something else, in the order of UTF-8 bytes.</summary>
    private static readonly string[] _texts =
    [
        "", .. Enumerable.Range(1, 31).Select(code => $"{(char)code}"), " ", " leading", "\"quoted\"", "\\", "\\.", "\\N", "\\n\\t\\x41\\101", "\\\\", "a\tb", "a\nb", "a\r\nb", "it''s", "null", "trailing ", "{\"$text\":\"x\"}",
        "\u007f", "\u0080", "e\u0301", "\u00e9", "\u2028", "\ufeffmark", "\uffff", "\ud83c\udf31",
    ];

    [Fact]
    public Task Text_comes_back_with_every_character_that_the_server_takes()
        => ComeBackAsync(
            new TypeCase("text", Ordered([.. _texts, "\\.\nafter", "before\n\\.\nafter", new string('x', 100_000)])) { IsKey = false },
            new TypeCase("character varying", Ordered(_texts)),
            new TypeCase("character varying(5)", Ordered(["", " ", "     ", "abc  ", "12345", "\ud83c\udf31\ud83c\udf31\ud83c\udf31\ud83c\udf31\ud83c\udf31", "\n\\.\n", "\t\t\t\t\t"])),
            new TypeCase("name", Ordered(["", "Name", "name", "with \"quotes\"", new string('x', 63)])));

    [Fact]
    public Task Padding_comes_back_as_it_was()
        => ComeBackAsync(
            // With its padding, "ab" comes after "ab\n".
            new TypeCase("character(5)", "", "12345", "a", "ab\n", "ab", "\ud83c\udf31"),
            new TypeCase("bpchar", Ordered(["", "a", "b "])) { Twins = ["a ", "a  ", " "] },
            new TypeCase("\"char\"", Ordered(["", "\u0001", "\t", "\n", "\"", "\\", "a", "\u007f"])));

    [ServerFact(0, "citext")]
    public Task Text_without_case_comes_back_in_its_case()
        => ComeBackAsync("CREATE EXTENSION citext;", new TypeCase("citext", Ordered(["", "A", "b", "C", "\\.", "\u00c9"])) { Twins = ["a", "B", "c", "\u00e9"] });

    [Fact]
    public Task Large_text_comes_back()
    {
        var schema = "CREATE TABLE large (id int PRIMARY KEY, text text)";
        var rows = """INSERT INTO large SELECT n, repeat(E'line of tab\t, backslash \\, quote " and \U0001F331\n', n * 50000) FROM generate_series(1, 3) n""";

        return RoundTripAsync(schema, rows);
    }

    private static string[] Ordered(IEnumerable<string> texts)
        => [.. texts.Distinct().OrderBy(text => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text)), StringComparer.Ordinal)];
}
