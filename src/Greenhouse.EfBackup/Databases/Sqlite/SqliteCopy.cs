using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>The place of a copy of a database, beside it: <c>.app.db.0123456789abcdef0123456789abcdef.tmp</c>.</summary>
/// <param name="file">The database's file.</param>
/// <param name="name">The database's name.</param>
internal sealed class SqliteCopy(string file, string name)
{
    private const string Suffix = ".tmp";
    private const string IdFormat = "N";
    private const int IdLength = 32;
    private static readonly string[] _parts = ["", "-wal", "-shm", "-journal"];
    private readonly string _folder = System.IO.Path.GetDirectoryName(file)!;
    private readonly string _prefix = $".{System.IO.Path.GetFileName(file)}.";

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, $".{System.IO.Path.GetFileName(file)}.{Guid.NewGuid().ToString(IdFormat)}{Suffix}");

    /// <summary>Makes it, empty, and open to nobody who may not read the database; what SQLite puts beside it follows it in that.</summary>
    /// <exception cref="EfBackupException">The folder does not take it.</exception>
    public void Make()
        => Guard(() =>
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = File.GetUnixFileMode(file);
            }

            new FileStream(Path, options).Dispose();
        });

    /// <summary>Removes the copies of changes that were killed.</summary>
    /// <exception cref="EfBackupException">One can't be.</exception>
    public void RemoveAbandoned()
        => Guard(() =>
        {
            foreach (var copy in Directory.EnumerateFiles(_folder).Where(copy => IsCopy(System.IO.Path.GetFileName(copy))))
            {
                File.Delete(copy);
            }
        });

    public void Remove()
    {
        foreach (var part in _parts.Where(part => File.Exists(Path + part)))
        {
            File.Delete(Path + part);
        }
    }

    /// <summary>Not of a database whose name only begins alike.</summary>
    private bool IsCopy(string other)
        => other.StartsWith(_prefix, StringComparison.Ordinal) && other.Length >= _prefix.Length + IdLength
            && Guid.TryParseExact(other.AsSpan(_prefix.Length, IdLength), IdFormat, out _)
            && _parts.Contains(other[(_prefix.Length + IdLength)..].Replace(Suffix, "", StringComparison.Ordinal));

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EfBackupException(
                ErrorCode.DatabaseFailed,
                $"no copy of {name} can be made beside it: {exception.Message}",
                "give the user the right to write the database's folder; the database is as it was before",
                inner: exception);
        }
    }
}
