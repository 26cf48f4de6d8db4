using Greenhouse.EfBackup.Specification;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>What a database holds, and the names of its backups and what lies beside them.</summary>
internal sealed record State(IReadOnlyList<string> Rows, IReadOnlyList<string> Schema, IReadOnlyList<string> Files)
{
    /// <summary>Of the database.</summary>
    public bool IsSame(State other) => Rows.SequenceEqual(other.Rows) && Schema.SequenceEqual(other.Schema);
}

/// <summary>One database that goes back to what it was, again and again, and the folder of its backups, which goes with it.</summary>
internal abstract class Lab : IDisposable
{
    /// <summary>The kind of database, as the command line names it.</summary>
    public abstract string Kind { get; }

    public abstract string ConnectionString { get; }

    public abstract TestDatabase Database { get; }

    public string Root { get; } = Directory.CreateTempSubdirectory("efbackup-kills-").FullName;

    public string Backups => Path.Combine(Root, "backups");

    /// <summary>Keeps the present state under a name.</summary>
    public void Save(string name)
    {
        SaveDatabase(name);
        Copy(Backups, Path.Combine(Root, $"backups-{name}"));
    }

    /// <summary>Goes back to a state.</summary>
    public void BringBack(string name)
    {
        BringDatabaseBack(name);
        Copy(Path.Combine(Root, $"backups-{name}"), Backups);
    }

    public State Look()
    {
        Settle();
        return new State(Database.Dump().Lines, Database.Schema(), [.. Directory.EnumerateFiles(Backups).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>What the database itself says against its files; empty where it finds nothing.</summary>
    public abstract IReadOnlyList<string> Complaints();

    /// <summary>Unfinished files of ours, of backups and of databases.</summary>
    public IReadOnlyList<string> Unfinished()
        => [.. Directory.EnumerateFiles(Root, ".*", SearchOption.AllDirectories).Where(file => file.Contains(".tmp", StringComparison.Ordinal))];

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until nobody works with the database any more.</summary>
    protected abstract void Settle();

    protected abstract void SaveDatabase(string name);

    protected abstract void BringDatabaseBack(string name);

    protected virtual void Dispose(bool disposing)
    {
        Database.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        Directory.CreateDirectory(to);
        foreach (var file in Directory.Exists(from) ? Directory.EnumerateFiles(from) : [])
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
