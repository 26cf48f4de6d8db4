using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Tests.Storage;

public sealed class SidecarTests : IDisposable
{
    private static readonly VerifiedMark _mark = new("rehearse", new DateTimeOffset(2024, 5, 17, 10, 30, 0, 42, TimeSpan.Zero), "1.0.0");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_beside_a_backup_is_read_again()
    {
        var backup = Put("content");
        var head = new BackupHead
        {
            Timestamp = _mark.Timestamp,
            Reason = Reasons.Migration,
            Before = "20240517_AddTunnels",
            Description = "\"Größe\"",
            Context = "Shop.ShopContext",
            Provider = "Microsoft.EntityFrameworkCore.Sqlite",
            Database = "shop.db",
            Migrations = ["20240101_Initial"],
            Rows = 5,
        };

        new Sidecar { Bytes = 7, Head = head, Verified = _mark }.Write(backup);
        var read = Sidecar.Read(backup);

        Assert.Equal(_mark, read?.Verified);
        Assert.Equal(head.Migrations, read!.Head!.Migrations);
        Assert.Equal(head, read.Head with { Migrations = head.Migrations });
        Assert.Equal(["a.json", "a.json.info"], _folder.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_later_one_takes_its_place()
    {
        var backup = Put("content");
        new Sidecar { Bytes = 7 }.Write(backup);

        new Sidecar { Bytes = 7, Verified = _mark }.Write(backup);

        Assert.Equal(_mark, Sidecar.Read(backup)?.Verified);
    }

    [Theory]
    [InlineData("{\"bytes\": 8}")]
    [InlineData("{\"bytes\": 7")]
    [InlineData("{}")]
    [InlineData("{\"bytes\": 7, \"verified\": {\"level\": null, \"timestamp\": \"2024-01-01T10:00:00.000Z\", \"version\": \"1\"}}")]
    [InlineData("{\"bytes\": 7, \"head\": {\"timestamp\": \"2024-01-01T10:00:00.000Z\", \"reason\": \"manual\", \"context\": null, \"provider\": \"p\", \"database\": \"d\", \"rows\": 1}}")]
    [InlineData("{\"bytes\": 7, \"head\": {\"timestamp\": \"2024-01-01T10:00:00.000Z\", \"reason\": \"manual\", \"context\": \"c\", \"provider\": \"p\", \"database\": \"d\", \"rows\": 1, \"migrations\": [null]}}")]
    [InlineData("{\"bytes\": 7, \"head\": {\"timestamp\": \"2024-01-01T10:00:00.000Z\", \"reason\": \"manual\", \"context\": \"c\", \"provider\": \"p\", \"database\": \"d\", \"rows\": -1}}")]
    [InlineData("null")]
    [InlineData("")]
    public void One_that_is_about_another_file_or_broken_says_nothing(string content)
    {
        var backup = Put("content");
        File.WriteAllText(Sidecar.PathOf(backup), content);

        Assert.Null(Sidecar.Read(backup));
    }

    [Fact]
    public void One_of_more_than_a_mebibyte_is_not_read()
    {
        var backup = Put("content");
        File.WriteAllText(Sidecar.PathOf(backup), "{\"bytes\": 7" + new string(' ', 1 << 20) + "}");

        Assert.Null(Sidecar.Read(backup));
    }

    [Fact]
    public void Without_one_nothing_is_said()
    {
        Assert.Null(Sidecar.Read(Put("content")));
    }

    [Fact]
    public void It_is_no_backup_by_its_name()
    {
        Assert.False(BackupName.IsBackup("backup-2024-05-17T10-30-00-042Z.json.info"));
    }

    private string Put(string content)
    {
        File.WriteAllText(_folder.At("a.json"), content);
        return _folder.At("a.json");
    }
}
