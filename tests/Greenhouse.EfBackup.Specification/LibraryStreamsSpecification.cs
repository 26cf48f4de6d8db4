using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>The library with streams in place of files.</summary>
public abstract class LibraryStreamsSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Theory]
    [InlineData(EfBackupCompression.None)]
    [InlineData(EfBackupCompression.Gzip)]
    [InlineData(EfBackupCompression.Brotli)]
    public async Task A_backup_goes_out_and_comes_back_through_streams_that_are_asynchronous_only(EfBackupCompression compression)
    {
        var source = Create<Shop.Context>(Shop.Fill);
        var target = Create<Shop.Context>();
        using var bytes = new MemoryStream();
        await using var outgoing = new AsyncOnlyStream(bytes, reads: false);
        await using (var context = source.Open<Shop.Context>())
        {
            var made = await context.Database.BackupAsync(outgoing, new EfBackupCreateOptions { Compression = compression });
            Assert.Equal((null, 25L, bytes.Length), (made.File, made.Rows, made.Bytes));
        }

        bytes.Position = 0;
        await using var incoming = new AsyncOnlyStream(bytes, reads: true);
        await using (var context = target.Open<Shop.Context>())
        {
            var restored = await context.Database.RestoreAsync(incoming);
            Assert.Equal((null, 25L, null), (restored.File, restored.Rows, restored.SafetyBackup));
        }

        source.Dump().AssertSame(target.Dump());
        Assert.False(outgoing.IsDisposed || incoming.IsDisposed);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_said_to_and_what_it_has_taken_is_no_backup()
    {
        var database = Create<Shop.Context>(context => context.AddRange(Enumerable.Range(1, 3000).Select(id => new Shop.Customer { Id = id, Name = new string('x', 100) })));
        var before = database.Dump();
        using var bytes = new MemoryStream();
        await using var context = database.Open<Shop.Context>();

        var refused = await RefusedAsync("EFB1603", () => context.Database.BackupAsync(new AsyncOnlyStream(bytes, reads: false, breaksAfter: 100_000)));
        bytes.Position = 0;
        var cut = await RefusedAsync("EFB1305", () => context.Database.RestoreAsync(bytes, new EfBackupRestoreOptions { SafetyFolder = Backups.Folder }));

        Assert.Equal("the other side is gone", refused.InnerException!.Message);
        Assert.StartsWith("the stream ends after 65536 bytes", cut.Message, StringComparison.Ordinal);
        before.AssertSame(database.Dump());
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task What_is_no_backup_changes_nothing()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var before = database.Dump();
        await using var context = database.Open<Shop.Context>();
        var options = new EfBackupRestoreOptions { SafetyFolder = Backups.Folder };

        var refused = await RefusedAsync("EFB1304", () => context.Database.RestoreAsync(new MemoryStream("not a backup"u8.ToArray()), options));
        await RefusedAsync("EFB1303", () => context.Database.RestoreAsync(Stream.Null, options));

        Assert.Equal("the stream is not JSON", refused.Message);
        before.AssertSame(database.Dump());
        Assert.Empty(Backups.Files);
    }
}
