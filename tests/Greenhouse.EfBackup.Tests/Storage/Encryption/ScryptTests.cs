using System.Runtime.Intrinsics;
using System.Text;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Tests.Storage.Encryption;

/// <summary>The vectors of RFC 7914. Its last one takes 1 GiB and seconds, and goes through no other code.</summary>
public class ScryptTests
{
    [Theory]
    [InlineData("", "", 16, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData("password", "NaCl", 1024, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    [InlineData("pleaseletmein", "SodiumChloride", 16384, 8, 1, "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")]
    public void Keys_are_those_of_the_rfc(string passphrase, string salt, int cost, int blockSize, int parallelization, string expected)
    {
        var key = Scrypt.DeriveKey(Encoding.ASCII.GetBytes(passphrase), Encoding.ASCII.GetBytes(salt), cost, blockSize, parallelization, length: 64);

        Assert.Equal(expected, Convert.ToHexStringLower(key));
    }

    [Fact]
    public void A_block_is_hashed_as_in_the_rfc()
    {
        var bytes = Convert.FromHexString("7e879a214f3ec9867ca940e641718f26baee555b8c61c1b50df846116dcd3b1dee24f319df9b3d8514121e4b5ac5aa3276021d2909c74829edebc68db8b8c25e");
        var block = new Vector128<uint>[Salsa20.Vectors];

        Salsa20.Load(bytes, block);
        Salsa20.Hash(block);
        Salsa20.Store(block, bytes);

        Assert.Equal("a41f859c6608cc993b81cacb020cef05044b2181a2fd337dfd7b1c6396682f29b4393168e3c9e6bcfe6bc5b7a06d96bae424cc102c91745c24ad673dc7618f81", Convert.ToHexStringLower(bytes));
    }
}
