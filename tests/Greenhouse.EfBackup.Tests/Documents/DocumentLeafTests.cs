using System.Buffers;
using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using Greenhouse.EfBackup.Documents;
using Greenhouse.EfBackup.Format;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace Greenhouse.EfBackup.Tests.Documents;

/// <summary>Values inside of documents, on their way to a provider that spells them in its own way.</summary>
public class DocumentLeafTests
{
    [Theory]
    [InlineData("2024-01-31 10:00:00", "\"2024-01-31T10:00:00Z\"")]
    [InlineData("2024-01-31T10:00:00Z", "\"2024-01-31T10:00:00Z\"")]
    [InlineData("2024-01-31T10:00:00+02:00", "\"2024-01-31T08:00:00Z\"")]
    public void A_provider_that_wants_instants_gets_times_as_of_UTC(string text, string written)
        => Assert.Equal((null, written), Spell(new DocumentLeaf("Leaf.At", new Demanding(DateTimeKind.Utc)), text));

    [Theory]
    [InlineData("2024-01-31 10:00:00", "\"2024-01-31T10:00:00\"")]
    [InlineData("2024-01-31T10:00:00Z", "\"2024-01-31T10:00:00\"")]
    [InlineData("2024-01-31T10:00:00+02:00", "\"2024-01-31T08:00:00\"")]
    public void A_provider_that_wants_times_of_no_zone_gets_those_of_UTC(string text, string written)
        => Assert.Equal((null, written), Spell(new DocumentLeaf("Leaf.At", new Demanding(DateTimeKind.Unspecified)), text));

    [Fact]
    public void Why_a_provider_does_not_take_a_value_is_said()
        => Assert.Equal("Content can't hold 2024-01-31 10:00:00: Leaf.At can't be kept as it is (I want Local)", Spell(new DocumentLeaf("Leaf.At", new Demanding(DateTimeKind.Local)), "2024-01-31 10:00:00").Why);

    [Fact]
    public void What_would_be_written_otherwise_is_said()
        => Assert.Equal("Content can't hold 1.50: Leaf.Number can't be kept as it is (EF Core would write 2)", Spell(new DocumentLeaf("Leaf.Number", new Rounding()), "1.50").Why);

    [Theory]
    [InlineData(typeof(decimal), "1e2", "100")]
    [InlineData(typeof(TimeSpan), "1.02:03:04", "1.02:03:04")]
    [InlineData(typeof(TimeSpan), "1:2:03:04.5", "1.02:03:04.5000000")]
    [InlineData(typeof(TimeSpan), "-2 19:54:54", "-2.19:54:54")]
    [InlineData(typeof(TimeSpan), "-2 days -19:54:54.000001", "-2.19:54:54.0000010")]
    [InlineData(typeof(TimeSpan), "1 day -01:00:00", "23:00:00")]
    [InlineData(typeof(TimeSpan), "40 days", "40.00:00:00")]
    [InlineData(typeof(TimeSpan), "100:00:00", "4.04:00:00")]
    [InlineData(typeof(DateOnly), "infinity", "12/31/9999")]
    [InlineData(typeof(bool), "f", "False")]
    [InlineData(typeof(DayOfWeek), "5", "Friday")]
    [InlineData(typeof(byte), "255", "255")]
    public void Texts_of_every_provider_are_read(Type type, string text, string expected)
        => Assert.Equal(expected, Convert.ToString(LeafValue.Read(text, type, isHexadecimal: false), CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(typeof(decimal), "NaN")]
    [InlineData(typeof(decimal), "79228162514264337593543950336")]
    [InlineData(typeof(TimeSpan), "1 mon")]
    [InlineData(typeof(TimeSpan), "99999999999 days")]
    [InlineData(typeof(DateTime), "2024-01-31 10:00:00.12345678")]
    [InlineData(typeof(DateTime), "today")]
    [InlineData(typeof(DateTime), "0001-01-01T00:00:00+02:00")]
    [InlineData(typeof(DateTime), "9999-12-31T23:59:59-02:00")]
    [InlineData(typeof(Guid), "{0A1b2c3d-4e5f-6789-abcd-ef0123456789}")]
    [InlineData(typeof(byte), "256")]
    [InlineData(typeof(DayOfWeek), "Friday!")]
    [InlineData(typeof(char), "ab")]
    public void What_is_none_of_its_type_is_not_read(Type type, string text) => Assert.Null(LeafValue.Read(text, type, isHexadecimal: false));

    private static (string? Why, string Written) Spell(DocumentLeaf leaf, string text)
    {
        var target = new ArrayBufferWriter<byte>();
        try
        {
            leaf.Spell("Content", text, isHexadecimal: false, target);
            return (null, Encoding.UTF8.GetString(target.WrittenSpan));
        }
        catch (ValueNotHeldException exception)
        {
            return (exception.Message, "");
        }
    }

    /// <summary>As PostgreSQL's provider, which takes times of one kind.</summary>
    private sealed class Demanding(DateTimeKind kind) : JsonValueReaderWriter<DateTime>
    {
        public override Expression ConstructorExpression => throw new NotSupportedException();

        public override DateTime FromJsonTyped(ref Utf8JsonReaderManager manager, object? existingObject = null) => manager.CurrentReader.GetDateTime();

        public override void ToJsonTyped(Utf8JsonWriter writer, DateTime value)
        {
            if (value.Kind != kind)
            {
                throw new InvalidCastException($"I want {kind}");
            }

            writer.WriteStringValue(value);
        }
    }

    private sealed class Rounding : JsonValueReaderWriter<decimal>
    {
        public override Expression ConstructorExpression => throw new NotSupportedException();

        public override decimal FromJsonTyped(ref Utf8JsonReaderManager manager, object? existingObject = null) => manager.CurrentReader.GetDecimal();

        public override void ToJsonTyped(Utf8JsonWriter writer, decimal value) => writer.WriteNumberValue(Math.Round(value));
    }
}
