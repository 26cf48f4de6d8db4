using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

public class NumeralOrderTests
{
    private static readonly string[] _ascending = ["-1E+20", "-10.5", "-10", "-9.99", "-0.001", "0", "1E-20", "0.001", "0.0011", "1", "1.05", "1.5", "9", "10", "10.01", "123456789012345678901", "123456789012345678902", "1E+300"];

    [Fact]
    public void Numbers_have_the_order_of_their_values()
    {
        for (var i = 0; i < _ascending.Length; i++)
        {
            for (var j = 0; j < _ascending.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), Compare(_ascending[i], _ascending[j]));
            }
        }
    }

    [Theory]
    [InlineData("1.50", "1.5")]
    [InlineData("0", "-0")]
    [InlineData("100", "1E+02")]
    public void Spellings_of_one_number_are_equal(string left, string right) => Assert.Equal(0, Compare(left, right));

    private static int Compare(string left, string right)
    {
        Assert.True(Numeral.TryRead(Encoding.ASCII.GetBytes(left), out var number) & Numeral.TryRead(Encoding.ASCII.GetBytes(right), out var other));
        return Math.Sign(number.CompareTo(other));
    }
}
