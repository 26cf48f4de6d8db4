using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Tests.Storage;

public sealed class GrowingFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reader_gets_every_byte_in_order_while_the_file_is_written()
    {
        var random = new Random(1);
        var written = new byte[300_000];
        random.NextBytes(written);
        using var file = AtomicFile.Create(_folder.At("a"));
        var reading = Task.Run(() => ReadAll(file.Stream.Follow()));

        for (var place = 0; place < written.Length;)
        {
            var length = Math.Min(random.Next(1, 5000), written.Length - place);
            file.Stream.Write(written.AsSpan(place, length));
            place += length;
        }

        file.Stream.Complete();

        Assert.Equal(written, await reading);
    }

    [Fact]
    public async Task A_reader_of_a_file_that_is_abandoned_fails_and_does_not_take_it_for_whole()
    {
        using var file = AtomicFile.Create(_folder.At("a"));
        file.Stream.Write("part"u8);
        var reading = Task.Run(() => ReadAll(file.Stream.Follow()));

        file.Stream.Dispose();

        await Assert.ThrowsAsync<IOException>(() => reading);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_long_file_that_goes_to_the_disk_bit_by_bit_is_there_whole_or_not_at_all(bool committed)
    {
        var random = new Random(2);
        var piece = new byte[5 << 20];
        using (var file = AtomicFile.Create(_folder.At("a")))
        {
            for (var i = 0; i < 20; i++)
            {
                random.NextBytes(piece);
                file.Stream.Write(piece);
            }

            file.Stream.Complete();
            if (committed)
            {
                file.Commit();
            }
        }

        Assert.Equal(committed ? [_folder.At("a")] : [], Directory.GetFiles(_folder.Path));
        Assert.True(!committed || File.ReadAllBytes(_folder.At("a")).AsSpan(^piece.Length).SequenceEqual(piece));
        Assert.True(!committed || new FileInfo(_folder.At("a")).Length == 20L * piece.Length);
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var all = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(all);
        }

        return all.ToArray();
    }
}
