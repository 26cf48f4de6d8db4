using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

public sealed class BinaryTypesTests : TypeTests
{
    private static readonly string _everyByte = $"\\x{Convert.ToHexString([.. Enumerable.Range(0, 256).Select(value => (byte)value)])}";

    [Fact]
    public Task Bytes_come_back()
        => ComeBackAsync(new TypeCase("bytea", "", "\\x00", "\\x0000", _everyByte, "\\x01", "\\x5c", "\\x5c2e", "\\x5c4e", "\\xff", "\\xff00"));

    [Fact]
    public Task Large_bytes_come_back()
        => RoundTripAsync(
            "CREATE TABLE large (id int PRIMARY KEY, bytes bytea, pieces bytea[])",
            $"INSERT INTO large SELECT n, decode(repeat('{_everyByte[2..]}', n * 4000), 'hex'), ARRAY[decode(repeat('00ff5c', 10000), 'hex')] FROM generate_series(1, 3) n");

    [Fact]
    public Task Truth_and_identifiers_come_back()
        => ComeBackAsync(
            new TypeCase("boolean", "false", "true"),
            new TypeCase("uuid", "00000000-0000-0000-0000-000000000000", "0f8fad5b-d9cb-469f-a165-70867728950e", "a0000000-0000-0000-0000-00000000000a", "ffffffff-ffff-ffff-ffff-ffffffffffff"));

    [Fact]
    public Task Bit_strings_come_back()
        => ComeBackAsync(
            new TypeCase("bit(3)", "000", "001", "101", "111"),
            new TypeCase("bit varying", "", "0", "00", "1", "10", "1111111111111111111111111111111111111111111111111111111111111111111"),
            new TypeCase("bit varying(9)", "", "0", "101010101"));
}
