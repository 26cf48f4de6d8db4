using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Tests.Storage;

public sealed class ScratchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_killed_process_would_leave_nothing_behind()
    {
        using var file = ScratchFile.Open(_folder.Path);
        file.Write("data"u8);
        file.Flush();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Empty(_folder.Files);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.SafeFileHandle));
        }
    }

    [Fact]
    public void A_part_of_it_is_copied()
    {
        using var file = new ScratchFile();
        file.Append("one two three"u8);
        using var target = new MemoryStream();

        file.CopyTo(target, 4, 7);

        Assert.Equal("two"u8.ToArray(), target.ToArray());
        Assert.Equal(13, file.Length);
    }
}
