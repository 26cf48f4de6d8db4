using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

public sealed class NumberTypesTests : TypeTests
{
    [Fact]
    public Task Integers_come_back_from_the_least_to_the_greatest()
        => ComeBackAsync(
            new TypeCase("smallint", "-32768", "-1", "0", "9", "10", "32767"),
            new TypeCase("integer", "-2147483648", "-1", "0", "9", "10", "2147483647"),
            new TypeCase("bigint", "-9223372036854775808", "-9007199254740993", "-1", "0", "9", "10", "9007199254740993", "9223372036854775807"),
            new TypeCase("oid", "0", "9", "10", "2147483648", "4294967295"));

    [Fact]
    public Task Decimals_come_back_with_every_digit_of_their_scale()
        => ComeBackAsync(
            new TypeCase(
                "numeric",
                [
                    "-Infinity", $"-{Digits(1000)}.{Digits(1000)}", "-10000", "-9999.9999", "-1.5", $"-0.{new string('0', 16382)}1", "0", $"0.{new string('0', 16382)}1", "0.00010000", "0.0001001",
                    "0.1", "1", "1.00000001", "9999", "9999.99990", "10000", "10001.0001", "12345.6789", "99999999", "100000000", $"{Digits(1000)}.{Digits(1000)}", $"1{new string('0', 131071)}", "Infinity", "NaN",
                ])
            {
                Twins = ["0.0", "0.000", "1.0", "1.00", "1.0000", "1.00000000000000000000000000000000000000000", "9999.9999", "-1.50", "1e3", "1000.0", "-0", "-0.00"],
            },
            new TypeCase("numeric(10,3)", "-9999999.999", "-0.001", "0", "0.001", "1.5", "9999999.999", "NaN"),
            new TypeCase("numeric(1000,1000)", $"-0.{Digits(1000)}", "0", $"0.{Digits(1000)}"),
            new TypeCase("numeric(5)", "-99999", "0", "99999"));

    [ServerFact(15)]
    public Task Decimals_of_a_negative_scale_or_one_beyond_their_digits_come_back()
        => ComeBackAsync(
            new TypeCase("numeric(3,-2)", "-99900", "-100", "0", "100", "1200", "99900"),
            new TypeCase("numeric(2,6)", "-0.000099", "0", "0.000001", "0.000099"));

    [Fact]
    public Task Binary_numbers_come_back_bit_for_bit()
        => ComeBackAsync(
            new TypeCase(
                "double precision",
                "-Infinity", "-1.7976931348623157e308", "-1", "-2.2250738585072014e-308", "-5e-324", "0", "5e-324", "4.4501477170144023e-308", "1e-7", "0.0001", "0.1", "0.30000000000000004",
                "0.3333333333333333", "1", "123456.7", "999999999999999", "1e15", "9007199254740991", "9007199254740992", "9007199254740994", "1e22", "1e23", "9.999999999999999e23", "1.7976931348623157e308", "Infinity", "NaN")
            {
                Twins = ["-0", "9007199254740993"],
            },
            new TypeCase(
                "real",
                "-Infinity", "-3.4028235e38", "-1.17549435e-38", "-1e-45", "0", "1e-45", "1.17549421e-38", "1.17549435e-38", "0.0001", "0.1", "0.33333334", "1", "8388608.5", "9999999", "16777216", "16777218", "1e9", "3.4028235e38", "Infinity", "NaN")
            {
                Twins = ["-0", "16777217"],
            });

    [Fact]
    public Task Money_comes_back_from_the_least_to_the_greatest()
        => ComeBackAsync(new TypeCase("money", "-92233720368547758.08", "-1.10", "-0.01", "0", "0.01", "0.10", "12.34", "1234.56", "92233720368547758.07"));

    /// <summary>Digits that don't repeat in fours.</summary>
    private static string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(place => (char)('1' + (place % 9))));
}
