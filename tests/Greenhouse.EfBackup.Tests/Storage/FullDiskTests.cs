using System.Diagnostics;
using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Format;

namespace Greenhouse.EfBackup.Tests.Storage;

/// <summary>A file system of 256 KiB, made for the test: that needs Linux and the right to mount.</summary>
public sealed class FullDiskFactAttribute : FactAttribute
{
    public FullDiskFactAttribute() => Skip = !OperatingSystem.IsLinux() ? "tmpfs is Linux only" : Environment.UserName != "root" ? "only root may mount a tmpfs" : CanMount ? null : "this system lets nobody mount a tmpfs";

    private static bool CanMount { get; } = TryMount();

    internal static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static bool TryMount()
    {
        using var folder = new TemporaryFolder();
        return Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.Path) == 0 && Run("umount", folder.Path) == 0;
    }
}

public class FullDiskTests
{
    [FullDiskFact]
    public async Task A_disk_that_is_full_is_said_and_nothing_is_left()
    {
        await OnSmallDisk(async folder =>
        {
            var refusal = await Assert.ThrowsAsync<EfBackupException>(() => Write(folder, rowBytes: 400_000));

            Assert.Equal("EFB1602", refusal.Code);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        });
    }

    [FullDiskFact]
    public async Task Where_there_is_no_room_for_what_keeps_a_folder_out_of_version_control_no_folder_is_left()
    {
        await OnSmallDisk(folder =>
        {
            Fill(folder);

            var refusal = Assert.Throws<EfBackupException>(new BackupFolder(Path.Combine(folder, "backups")).Ensure);

            Assert.Equal("EFB1602", refusal.Code);
            Assert.Equal(["filler"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
            return Task.CompletedTask;
        });
    }

    [FullDiskFact]
    public async Task A_sidecar_for_which_there_is_no_room_is_said_and_the_old_one_stays()
    {
        await OnSmallDisk(folder =>
        {
            var backup = Path.Combine(folder, "backup-a.json");
            File.WriteAllText(backup, "content");
            new Sidecar { Bytes = 7, Verified = new VerifiedMark("file", DateTimeOffset.UnixEpoch, "1.0.0") }.Write(backup);
            Fill(folder);

            var refusal = Assert.Throws<EfBackupException>(() => new Sidecar { Bytes = 7 }.Write(backup));

            Assert.Equal("EFB1602", refusal.Code);
            Assert.Equal("file", Sidecar.Read(backup)?.Verified?.Level);
            Assert.Equal(["backup-a.json", "backup-a.json.info", "filler"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            return Task.CompletedTask;
        });
    }

    [FullDiskFact]
    public async Task What_fits_is_written()
    {
        await OnSmallDisk(async folder =>
        {
            await Write(folder, rowBytes: 100_000);

            Assert.EndsWith("backup-2024-01-01T10-00-00-000Z.json", Assert.Single(Directory.EnumerateFileSystemEntries(folder)), StringComparison.Ordinal);
        });
    }

    /// <summary>To the last byte.</summary>
    private static void Fill(string folder)
    {
        using var filler = new FileStream(Path.Combine(folder, "filler"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
        var piece = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(piece);
            }
        }
        catch (IOException)
        {
            // That was the aim.
        }
    }

    private static async Task OnSmallDisk(Func<string, Task> act)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, FullDiskFactAttribute.Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.Path));
        try
        {
            await act(folder.Path);
        }
        finally
        {
            Assert.Equal(0, FullDiskFactAttribute.Run("umount", folder.Path));
        }
    }

    private static async Task Write(string folder, int rowBytes)
    {
        var metadata = Files.Metadata([(Files.Table("t", Files.Column("x", ValueKind.String, "TEXT")), 1)]);
        await new SnapshotWriter(new OneRow(Encoding.ASCII.GetBytes($"{{\"x\":\"{new string('a', rowBytes)}\"}}")), Progress.None, "read").WriteAsync(metadata, new BackupFolder(folder), Packing.Plain, CancellationToken.None);
    }
}
