using Greenhouse.EfBackup.Seeds;
using Greenhouse.EfBackup.Tests.Storage;

namespace Greenhouse.EfBackup.Tests.Seeds;

public class SeedFileTests
{
    [Fact]
    public void One_that_is_too_large_is_not_read()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "seed.json");
        using (var file = File.Create(path))
        {
            file.SetLength((16 << 20) + 1);
        }

        var refused = Assert.Throws<EfBackupException>(() => SeedFile.Read(path));

        Assert.Equal("EFB1831", refused.Code);
        Assert.Contains("larger than 16 MiB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("EFB1831", Assert.Throws<EfBackupException>(() => SeedFile.Read(folder.Path)).Code);
    }
}
