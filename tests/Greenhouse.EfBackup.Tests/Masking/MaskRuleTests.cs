using Greenhouse.EfBackup.Masking;

namespace Greenhouse.EfBackup.Tests.Masking;

public class MaskRuleTests
{
    [Theory]
    [InlineData("keep")]
    [InlineData("null")]
    [InlineData("constant:")]
    [InlineData("constant:a:b")]
    [InlineData("hash")]
    [InlineData("name")]
    [InlineData("email")]
    [InlineData("phone")]
    [InlineData("text")]
    [InlineData("shuffle")]
    [InlineData("shift:1")]
    [InlineData("shift:36500")]
    [InlineData("partial:0,4")]
    public void A_rule_is_written_as_it_is_read(string text)
    {
        Assert.Equal(text, MaskRule.Parse(text)?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hash")]
    [InlineData("hash:")]
    [InlineData("constant")]
    [InlineData("shift")]
    [InlineData("shift:0")]
    [InlineData("shift:-1")]
    [InlineData("shift:36501")]
    [InlineData("partial:4")]
    [InlineData("partial:1,2,3")]
    [InlineData("partial:1,-2")]
    [InlineData("partial: 1,2")]
    [InlineData("3")]
    public void Other_texts_are_no_rules(string text)
    {
        Assert.Null(MaskRule.Parse(text));
    }
}
