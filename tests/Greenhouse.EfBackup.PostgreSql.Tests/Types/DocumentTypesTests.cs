using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

public sealed class DocumentTypesTests : TypeTests
{
    private static readonly string[] _json =
    [
        "{\"a\": 1}", " {\"b\":1}", "{\"a\":1} ", "{\n  \"a\" :\t[1 ,2],\r\n  \"b\": {}\n}", "{\"a\":1,\"a\":2,\"a\":1}", "{\"$text\":\"x\"}", "{\"$text\": {\"$blob\":\"AA==\"}}", "{ \"$text\":\"x\"}", "{\"$\":1}",
        "null", " null", "true", "\"text\"", "\"null\"", "\"{\\\"$text\\\":1}\"", "\"\\u0041\\u00e9\\/\\ud83c\\udf31\"", "\"line\\nend\"", "0", "-0", "-0.0", "1.0", "1.00", "1e5", "1E+400", "123456789012345678901234567890.123456789",
        "[]", "[null]", "[ ]", "{}", "\"\"", "\"\u007f\u0080\ud83c\udf31\"",
    ];

    [Fact]
    public Task Json_comes_back_as_it_was_spelled()
        => ComeBackAsync(new TypeCase("json", [.. _json, "\"\\u0000\"", "\"\\ud800\"", Nested(900), Nested(1000), Nested(1001), Nested(3000)]) { IsKey = false });

    [Fact]
    public Task Binary_json_comes_back_with_the_digits_of_its_numbers()
        => ComeBackAsync(
            // Keys, in the order of their text.
            new TypeCase("jsonb", "\"\"", "\"null\"", "-0.10", "0", "1.0", "123456789012345678901234567890.123456789", "[]", "[null]", "[{\"a\": []}]", "null", "true", "{\"$text\": \"x\"}", "{\"a\": 1, \"b\": 2}", "{\"a\": 1}", "{}")
            {
                Twins = [.. _json, Nested(900), Nested(1000), Nested(1001), Nested(3000), $"[{string.Join(", ", Enumerable.Range(0, 5000))}]", $"{{\"$text\": \"{new string('x', 5000)}\"}}"],
            });

    [Fact]
    public Task Xml_comes_back_as_document_and_as_content()
        => ComeBackAsync(new TypeCase(
            "xml", "", "text", "<a/>", "<a b=\"c\">\n\t<![CDATA[</a>]]>&amp;&#9;</a>", "<a/><b/>", "<!-- only this -->", "<?xml version=\"1.0\" standalone=\"yes\"?><a/>", "<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>", "  <a/>  ")
        {
            IsKey = false,
        });

    [Fact]
    public Task Texts_for_searching_come_back()
        => ComeBackAsync(
            new TypeCase("tsvector", "", "'''it''''s'' ''back\\\\slash'''", "'a' 'b':1A,2B,3C,4", "'white space':16383")
            {
                Twins = ["'\n' '\t'"],
            },
            new TypeCase("tsquery", "!'a' & ( 'b' | 'c' )", "'a' <-> 'b' <2> 'c'", "'a':*AB", "'it''''s' & 'back\\\\slash'") { IsKey = false });

    [Fact]
    public Task Paths_into_json_come_back()
        => ComeBackAsync(new TypeCase("jsonpath", "$", "strict $.\"a b\"[*]?(@.\"c\" > 1.50 && @ like_regex \"^x\\\\.\" flag \"i\")", "$.keyvalue().\"key\"", "lax $[last - 1 to last]") { IsKey = false });

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
