using System.Diagnostics;
using Greenhouse.EfBackup.PostgreSql.Server;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>A small file system in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(int megabytes)
    {
        Folder = Directory.CreateTempSubdirectory("efbackup-disk-").FullName;
        Assert.True(TryMount(Folder, megabytes), "mount failed");
    }

    public string Folder { get; }

    public static bool TryMount(string folder, int megabytes) => Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "none", folder);

    /// <summary>As soon as nobody looks at it any more: a server closes files later than it deletes them.</summary>
    public static bool TryUnmount(string folder) => Run("umount", "-l", folder);

    /// <summary>Somebody has made room.</summary>
    public void Grow(int megabytes) => Assert.True(Run("mount", "-o", $"remount,size={megabytes}m", Folder), "mount failed");

    public void Dispose()
    {
        Assert.True(TryUnmount(Folder), "umount failed");
        Directory.Delete(Folder);
    }

    private static bool Run(string file, params string[] arguments)
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

/// <summary>A test that makes a server and mounts a disk for it, skipped where either can't be.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly bool _possible = Try();

    public SmallDiskFactAttribute() => Skip = PrivateCluster.WhyNot ?? (_possible ? null : "mounting a small file system needs root");

    private static bool Try()
    {
        var folder = Directory.CreateTempSubdirectory("efbackup-disk-");
        try
        {
            return SmallDisk.TryMount(folder.FullName, megabytes: 1) && SmallDisk.TryUnmount(folder.FullName);
        }
        finally
        {
            folder.Delete();
        }
    }
}
