using Greenhouse.EfBackup.Specification.RandomDatabases;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Makes empty databases of one kind for one test, and removes them after it.</summary>
public abstract class DatabaseFixture : IDisposable
{
    private readonly List<TestDatabase> _databases = [];

    /// <summary>A folder of the test's own: backups go into it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("efbackup-tests-").FullName;

    /// <summary>A time with an offset comes back with it.</summary>
    public virtual bool KeepsOffsets => true;

    /// <summary>How many ticks of 100 ns the finest time takes that the database keeps.</summary>
    public virtual long TicksOfAnInstant => 1;

    /// <summary>What random databases are made of.</summary>
    public abstract RandomDialect Dialect { get; }

    /// <summary>Takes a backup through a database of another kind.</summary>
    /// <returns>A backup of that one; null where there is none.</returns>
    public virtual Task<string?> RelayAsync<TContext>(string file)
        where TContext : DbContext
        => Task.FromResult<string?>(null);

    /// <summary>A new database without tables.</summary>
    public TestDatabase CreateDatabase()
    {
        var database = Make(_databases.Count);
        _databases.Add(database);
        return database;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <param name="number">Different for every database of the fixture.</param>
    protected abstract TestDatabase Make(int number);

    protected virtual void Dispose(bool disposing)
    {
        foreach (var database in _databases)
        {
            database.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>One database, looked at without a line of the library: what it shows is what the library must keep.</summary>
public abstract class TestDatabase : IDisposable
{
    /// <summary>Points options at the database.</summary>
    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Carries out statements on a connection of their own, with foreign keys and triggers working.</summary>
    public abstract void Execute(string sql);

    /// <summary>The same, where a lock may be in the way: it is not waited for long.</summary>
    /// <returns>Whether it was carried out.</returns>
    public abstract bool TryExecute(string sql);

    /// <summary>Carries out statements that foreign keys would refuse.</summary>
    public abstract void ExecuteUnchecked(string sql);

    /// <summary>Every stored value of every table, and every counter.</summary>
    public abstract Dump Dump();

    /// <summary>The definition of everything in the schema, a line each, in order.</summary>
    public abstract IReadOnlyList<string> Schema();

    /// <summary>Deletes some rows, empties values of others, and moves counters on, in every table.</summary>
    public abstract void Damage();

    /// <summary>A name as the database quotes it.</summary>
    public virtual string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public DbContextOptions<TContext> Options<TContext>()
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        Configure(options);
        return options.Options;
    }

    public TContext Open<TContext>()
        where TContext : DbContext
        => (TContext)Activator.CreateInstance(typeof(TContext), Options<TContext>())!;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
