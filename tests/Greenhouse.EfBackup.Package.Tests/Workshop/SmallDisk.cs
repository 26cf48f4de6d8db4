using System.Diagnostics;

namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>A file system of one megabyte, in memory.</summary>
public sealed class SmallDisk : IDisposable
{
    public SmallDisk(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        Assert.True(Run("mount", "-t", "tmpfs", "-o", "size=1m", "none", folder), "mount failed");
    }

    public string Folder { get; }

    public void Dispose() => Run("umount", Folder);

    internal static bool Run(string file, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test that mounts a small disk, skipped where this user may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly bool _possible = Try();

    public SmallDiskFactAttribute() => Skip = _possible ? null : "mounting a small file system needs root";

    private static bool Try()
    {
        var folder = Directory.CreateTempSubdirectory("efbackup-disk-");
        try
        {
            return SmallDisk.Run("mount", "-t", "tmpfs", "-o", "size=1m", "none", folder.FullName) && SmallDisk.Run("umount", folder.FullName);
        }
        finally
        {
            folder.Delete();
        }
    }
}
