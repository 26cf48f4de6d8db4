using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_committed_file_has_its_name_and_nothing_else_is_there()
    {
        using (var file = AtomicFile.Create(_folder.At("a.json")))
        {
            file.Stream.Write("content"u8);
            Assert.DoesNotContain("a.json", _folder.Files);

            file.Commit();
        }

        Assert.Equal(["a.json"], _folder.Files);
        Assert.Equal("content", File.ReadAllText(_folder.At("a.json")));
    }

    /// <summary>The first may give its file its name, and somebody may remove it, between the second's attempt and a look at why that failed.</summary>
    [Fact]
    public async Task Of_those_that_want_one_name_at_once_each_gets_it_or_is_told_that_it_is_taken()
    {
        var path = _folder.At("a.json");
        var got = 0;

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (var attempt = 0; attempt < 3000; attempt++)
            {
                using var file = AtomicFile.TryCreate(path);
                if (file is not null)
                {
                    Interlocked.Increment(ref got);
                    file.Commit();
                    File.Delete(path);
                }
            }
        })));

        Assert.InRange(got, 1, 9000);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Only_the_owner_may_read_and_write_it_from_the_first_byte_on()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = AtomicFile.Create(_folder.At("a.json"));
        Assert.Equal(ownerOnly, File.GetUnixFileMode(_folder.At(Assert.Single(_folder.Files))));

        file.Commit();

        Assert.Equal(ownerOnly, File.GetUnixFileMode(_folder.At("a.json")));
    }

    [Fact]
    public void Disposed_without_commit_it_leaves_nothing()
    {
        using (var file = AtomicFile.Create(_folder.At("a.json")))
        {
            file.Stream.Write("content"u8);
        }

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void A_file_that_has_the_name_already_is_kept_as_it_is()
    {
        File.WriteAllText(_folder.At("a.json"), "before");

        using (var file = AtomicFile.Create(_folder.At("a.json")))
        {
            file.Stream.Write("after"u8);

            Assert.Throws<IOException>(() => file.Commit());
        }

        Assert.Equal(["a.json"], _folder.Files);
        Assert.Equal("before", File.ReadAllText(_folder.At("a.json")));
    }

    [Fact]
    public void Two_of_one_name_do_not_touch_each_other_before_they_are_committed()
    {
        using var first = AtomicFile.Create(_folder.At("a.json"));
        using var second = AtomicFile.Create(_folder.At("a.json"));
        first.Stream.Write("first"u8);
        second.Stream.Write("second"u8);

        first.Commit();

        Assert.Throws<IOException>(() => second.Commit());
        Assert.Equal("first", File.ReadAllText(_folder.At("a.json")));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_of_the_folder()
    {
        var refusal = Assert.Throws<EfBackupException>(() => AtomicFile.Create(_folder.At("missing/a.json")));

        Assert.Equal("EFB1601", refusal.Code);
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_what_is_being_written_stays()
    {
        File.WriteAllText(_folder.At(".backup-1.json.0.tmp"), "left");
        File.WriteAllText(_folder.At("notes.tmp"), "somebody's");
        using var writing = AtomicFile.Create(_folder.At("backup-2.json"));
        var held = Assert.Single(_folder.Files, file => file.StartsWith(".backup-2", StringComparison.Ordinal));

        AtomicFile.RemoveAbandoned(_folder.Path, DateTimeOffset.MaxValue);

        Assert.Equal([held, "notes.tmp"], _folder.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_temporary_file_that_is_new_stays()
    {
        File.WriteAllText(_folder.At(".backup-1.json.0.tmp"), "just made");

        AtomicFile.RemoveAbandoned(_folder.Path, new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Single(_folder.Files);
    }
}
