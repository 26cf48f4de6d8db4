using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Format;
using Greenhouse.EfBackup.Tests.Storage;
using Greenhouse.EfBackup.Verification.Differences;

namespace Greenhouse.EfBackup.Tests.Verification.Differences;

public sealed class FileRowsTests : IDisposable
{
    private static readonly TableDescription _first = Found.Table("first", ["id"], ("id", ValueKind.Integer));
    private static readonly TableDescription _second = _first with { Key = "second", Name = "second" };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".json")]
    [InlineData(".json.gz")]
    [InlineData(".json.br")]
    public async Task Files_whose_tables_stand_in_another_order_are_compared(string extension)
    {
        var old = Write("old.json", Files.Write(Files.Metadata([(_first, 2), (_second, 1)]), table => Rows(table == _first ? [1, 2] : [7])));
        var @new = Write($"new{extension}", Files.Write(Files.Metadata([(_second, 2), (_first, 1)]), table => Rows(table == _first ? [2] : [7, 8])));

        var found = await DiffAsync(old, @new);

        Assert.Equal((0, 1, 0, 1), Found.Counts(found["first"]));
        Assert.Equal((1, 0, 0, 1), Found.Counts(found["second"]));
    }

    [Theory]
    [InlineData("row-hash-wrong.json", "EFB1306")]
    [InlineData("file-hash-wrong.json", "EFB1306")]
    [InlineData("truncated-in-rows.json", "EFB1305")]
    [InlineData("truncated-before-tail.json", "EFB1305")]
    [InlineData("bytes-follow.json", "EFB1306")]
    [InlineData("empty.json", "EFB1303")]
    [InlineData("not-json.json", "EFB1304")]
    public async Task A_damaged_file_is_an_error_on_either_side_and_never_a_difference(string damaged, string code)
    {
        var (whole, broken) = (Files.Archive("format-1/small.json"), Files.Archive($"damaged/{damaged}"));

        Assert.Equal(code, (await Assert.ThrowsAsync<EfBackupException>(() => DiffAsync(whole, broken))).Code);
        Assert.Equal(code, (await Assert.ThrowsAsync<EfBackupException>(() => DiffAsync(broken, whole))).Code);
    }

    [Fact]
    public async Task Damage_in_a_table_that_is_not_compared_is_an_error_too()
    {
        var bytes = Files.Write(Files.Metadata([(_first, 1), (_second, 1)]), _ => Rows([1234]));
        var whole = Write("whole.json", bytes);
        var text = Encoding.UTF8.GetString(bytes);
        var broken = Write("broken.json", Encoding.UTF8.GetBytes(text.Remove(text.LastIndexOf("1234", StringComparison.Ordinal), 4).Insert(text.LastIndexOf("1234", StringComparison.Ordinal), "1235")));

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => DiffAsync(whole, broken, new([], ["second"], AllTables: true)));

        Assert.Equal("EFB1306", refused.Code);
    }

    [Fact]
    public async Task What_was_hashed_and_is_no_row_is_said_with_file_and_table()
    {
        var old = Write("old.json", Files.Write(_first, "{\"id\":1}"));
        var @new = Write("new.json", Files.Write(_first, "{\"id\":1,\"more\":2}"));

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => DiffAsync(old, @new));

        Assert.Equal("EFB1507", refused.Code);
        Assert.Contains("table first in " + @new, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("small.json")]
    [InlineData("shop.json")]
    [InlineData("kinds.json")]
    public async Task Every_golden_file_is_the_same_as_itself(string name)
    {
        var file = Files.Archive($"format-1/{name}");

        var found = await DiffAsync(file, file);

        Assert.NotEmpty(found);
        Assert.All(found.Values, table => Assert.Equal((0, 0, 0, table.Same), Found.Counts(table)));
    }

    private static async Task<IReadOnlyDictionary<string, EfBackup.Protocol.TableDifference>> DiffAsync(string old, string @new, EfBackup.Schema.TableSelection? selection = null)
    {
        await using var left = new FileRows(old, passphrase: null);
        await using var right = new FileRows(@new, passphrase: null);
        return await Found.InAsync(left, right, selection: selection);
    }

    private static IEnumerable<byte[]> Rows(int[] ids) => ids.Select(id => Encoding.UTF8.GetBytes($"{{\"id\":{id}}}"));

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.Path, name);
        using var file = File.Create(path);
        var target = CompressionStreams.Compress(file, CompressionStreams.Of(path), leaveOpen: true);
        target.Write(bytes);
        target.Dispose();
        return path;
    }
}
