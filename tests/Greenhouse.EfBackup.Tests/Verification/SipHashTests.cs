using System.Buffers.Binary;

namespace Greenhouse.EfBackup.Tests.Verification;

/// <summary>The authors' vectors for 128 bits (vectors_sip128 in https://github.com/veorq/SipHash/blob/master/vectors.h): the key is 00 to 0f, the text 00, 01, 02...</summary>
public class SipHashTests
{
    [Theory]
    [InlineData(0, "a3817f04ba25a8e66df67214c7550293")]
    [InlineData(1, "da87c1d86b99af44347659119b22fc45")]
    [InlineData(2, "8177228da4a45dc7fca38bdef60affe4")]
    [InlineData(7, "a1f1ebbed8dbc153c0b84aa61ff08239")]
    [InlineData(8, "3b62a9ba6258f5610f83e264f31497b4")]
    [InlineData(15, "5493e99933b0a8117e08ec0f97cfc3d9")]
    [InlineData(63, "5150d1772f50834a503e069a973fbd7c")]
    public void It_gives_the_published_values(int length, string expected)
    {
        var hash = new SipHash([.. Enumerable.Range(0, 16).Select(value => (byte)value)]);

        var (first, second) = hash.Of([.. Enumerable.Range(0, length).Select(value => (byte)value)]);

        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, first);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), second);
        Assert.Equal(expected, Convert.ToHexString(bytes).ToLowerInvariant());
    }

    [Fact]
    public void No_two_runs_have_one_key()
    {
        Assert.NotEqual(new SipHash().Of("7"u8), new SipHash().Of("7"u8));
    }
}
