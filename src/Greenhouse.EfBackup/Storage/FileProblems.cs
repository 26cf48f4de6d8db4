using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Storage;

/// <summary>What the file system answers, as errors with a way on.</summary>
internal static class FileProblems
{
    // The low word of HRESULT: ENOSPC and EDQUOT on Linux, ENOSPC and EDQUOT on macOS, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static readonly int[] _diskFull = OperatingSystem.IsWindows() ? [112, 39] : OperatingSystem.IsMacOS() ? [28, 69] : [28, 122];

    // EEXIST on Linux and macOS; ERROR_FILE_EXISTS and ERROR_ALREADY_EXISTS on Windows.
    private static readonly int[] _taken = OperatingSystem.IsWindows() ? [80, 183] : [17];

    public static EfBackupException Explain(Exception exception, string path)
        => exception switch
        {
            EfBackupException known => known,
            IOException io when IsDiskFull(io) => new(ErrorCode.DiskFull, $"no space is left to write {path}", "free some space, or choose another folder with --output; nothing was left behind", inner: io),
            UnauthorizedAccessException => new(ErrorCode.FolderNotWritable, $"{path} can't be written: {exception.Message}", "give the user the right to write there, or choose another folder with --output", inner: exception),
            DirectoryNotFoundException => new(ErrorCode.FolderNotWritable, $"the folder of {path} does not exist and could not be made", "make it, or choose another folder with --output", inner: exception),
            _ => new(ErrorCode.FileFailed, $"{path}: {exception.Message}", "see whether the disk or the network drive is in order, then try again", inner: exception),
        };

    /// <summary>A folder, or a file in it, can't be made.</summary>
    public static EfBackupException ExplainFolder(Exception exception, string path)
        => Explain(exception, path) is { } known && known.ErrorCode != ErrorCode.FileFailed ? known
            : new(ErrorCode.FolderNotWritable, $"{path} can't be made: {exception.Message}", "choose another folder with --output", inner: exception);

    public static bool IsFileProblem(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>There was a file of that name when one was to be made; it may be gone by now.</summary>
    public static bool IsTaken(IOException exception) => _taken.Contains(exception.HResult & 0xFFFF);

    public static bool IsDiskFull(Exception exception) => exception is IOException && (_diskFull.Contains(exception.HResult & 0xFFFF) || _diskFull.Contains(exception.HResult));
}
