using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

/// <summary>Metadata that lies, contradicts itself, or is written for another reader.</summary>
public class HostileMetadataTests
{
    private static readonly string _small = Encoding.UTF8.GetString(Files.ReadArchive("format-1/small.json"));

    [Theory]
    // Counts.
    [InlineData("\"b\": 0", "\"b\": -1")]
    [InlineData("\"b\": 0", "\"b\": 9223372036854775807")]
    [InlineData("\"b\": 0", "\"b\": 0.5")]
    [InlineData("\"b\": 0", "\"b\": 1e999999")]
    [InlineData("\"b\": 0", "\"b\": 18446744073709551616")]
    [InlineData("\"b\": 0", "\"b\": 0, \"not described\": 5")]
    [InlineData("\"b\": 0", "\"c\": 0")]
    // What one reader takes first and another one last.
    [InlineData("\"format\": 1,", "\"format\": 1, \"format\": 2,")]
    [InlineData("\"database\": \"d\"", "\"database\": \"d\", \"database\": \"e\"")]
    [InlineData("\"b\": 0", "\"b\": 0, \"\\u0062\": 0")]
    [InlineData("\"name\": \"id\"", "\"name\": \"id\", \"name\": \"x\"")]
    // Text that is none.
    [InlineData("\"database\": \"d\"", "\"database\": \"\\ud800\"")]
    [InlineData("\"b\": 0", "\"\\udc00\": 0")]
    // Times that are none.
    [InlineData("2024-01-01T10:00:00.000Z", "9999-12-31T23:59:59.999-14:00")]
    [InlineData("2024-01-01T10:00:00.000Z", "0001-01-01T00:00:00.000+14:00")]
    [InlineData("2024-01-01T10:00:00.000Z", "20240-01-01T10:00:00.000Z")]
    [InlineData("2024-01-01T10:00:00.000Z", "2024-02-30T10:00:00.000Z")]
    // Nulls where nobody looks for them.
    [InlineData("\"sequences\": []", "\"sequences\": [{ \"name\": \"s\", \"value\": 1, \"tables\": [null] }]")]
    [InlineData("\"indexes\": []", "\"indexes\": [{ \"name\": \"i\", \"columns\": [null] }]")]
    [InlineData("\"sequences\": []", "\"sequences\": [], \"selection\": { \"where\": [null] }")]
    [InlineData("\"sequences\": []", "\"sequences\": [], \"selection\": { \"where\": [{ \"table\": \"a\" }] }")]
    [InlineData("\"sequences\": []", "\"sequences\": [], \"selection\": { \"where\": null }")]
    [InlineData("\"entities\": []", "\"entities\": [null]")]
    public void It_is_refused_as_damaged(string part, string instead)
    {
        Assert.Contains(part, _small, StringComparison.Ordinal);

        var refused = Assert.Throws<EfBackupException>(() => Files.Read(Encoding.UTF8.GetBytes(_small.Replace(part, instead, StringComparison.Ordinal))));

        Assert.Equal("EFB1306", refused.Code);
        Assert.Contains("metadata", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00.000Z", 1)]
    [InlineData("9999-12-31T23:59:59.999Z", 9999)]
    public void A_time_that_is_absurd_is_one(string time, int year)
    {
        using var reader = new BackupReader(new MemoryStream(Encoding.UTF8.GetBytes(_small.Replace("2024-01-01T10:00:00.000Z", time, StringComparison.Ordinal))), "a.json");

        Assert.Equal(year, reader.Metadata.Timestamp.Year);
    }

    [Fact]
    public void Names_may_be_anything_that_is_text()
    {
        const string name = "'; DROP TABLE \"x\"; --\n\u001b[2J<script>\u202e";
        var column = Files.Column(name, ValueKind.String, name);

        var (metadata, tables) = Files.Read(Files.Write(Files.Table(name, column), $"{{{Encoding.UTF8.GetString(JsonText.Quote(name))}:\"a\"}}"));

        Assert.Equal((name, name, name), (metadata.Tables[0].Key, metadata.Tables[0].Columns[0].Name, metadata.Tables[0].Columns[0].StoreType));
        Assert.Equal(1, Assert.Single(tables).Rows);
    }
}
