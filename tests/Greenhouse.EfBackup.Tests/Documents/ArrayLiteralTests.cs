using FsCheck.Xunit;
using Greenhouse.EfBackup.Documents;

namespace Greenhouse.EfBackup.Tests.Documents;

public class ArrayLiteralTests
{
    [Property]
    public bool What_is_written_is_read(string?[] elements) => ArrayLiteral.Read(ArrayLiteral.Write(elements))!.SequenceEqual(elements);

    [Theory]
    [InlineData("{}", new string[0])]
    [InlineData("{1,2}", new[] { "1", "2" })]
    [InlineData("{NULL,\"NULL\",null}", new[] { null, "NULL", "null" })]
    [InlineData("{\"\",\"a,b\",\"{}\"}", new[] { "", "a,b", "{}" })]
    [InlineData("{\"\\\"\\\\\"}", new[] { "\"\\" })]
    public void Elements_are_read(string literal, string?[] expected) => Assert.Equal(expected, ArrayLiteral.Read(literal));

    [Theory]
    [InlineData("{{1},{2}}")]
    [InlineData("[2:3]={1,2}")]
    public void More_dimensions_and_bounds_are_no_list(string literal) => Assert.Null(ArrayLiteral.Read(literal));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1,2")]
    [InlineData("{\"a\"b}")]
    [InlineData("{\"a}")]
    [InlineData("{\"a\\}")]
    [InlineData("{\"a\\\"}")]
    public void What_is_no_array_is_refused(string literal) => Assert.Throws<FormatException>(() => ArrayLiteral.Read(literal));

    [Fact]
    public void Only_what_would_be_read_as_something_else_is_quoted() => Assert.Equal("""{NULL,"null","",a,"a b","\"","\\","{",é}""", ArrayLiteral.Write([null, "null", "", "a", "a b", "\"", "\\", "{", "é"]));
}
