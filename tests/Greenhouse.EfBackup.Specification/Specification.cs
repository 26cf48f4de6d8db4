using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>What every suite has: databases of the test's own, the engine, and the round trip.</summary>
/// <typeparam name="TFixture">Makes databases of one kind.</typeparam>
public abstract class Specification<TFixture> : IDisposable
    where TFixture : DatabaseFixture, new()
{
    protected Specification() => Backups = new Backups(Fixture.Folder);

    protected TFixture Fixture { get; } = new();

    private protected Backups Backups { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Fixture.Dispose();

    /// <summary>A database with the context's schema and rows.</summary>
    private protected TestDatabase Create<TContext>(Action<TContext>? fill = null, string? sql = null)
        where TContext : DbContext
    {
        var database = Fixture.CreateDatabase();
        using var context = database.Open<TContext>();
        context.Database.EnsureCreated();
        if (sql is not null)
        {
            database.Execute(sql);
        }

        fill?.Invoke(context);
        context.SaveChanges();
        return database;
    }

    private protected async Task<string> BackUpAsync<TContext>(TestDatabase database, Schema.TableSelection? selection = null)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        return (await Backups.CreateAsync(context, selection)).File!;
    }

    private protected async Task<Protocol.RestoreResult> RestoreAsync<TContext>(TestDatabase database, string file, EfBackup.Restore.RestoreOptions? options = null)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        return await Backups.RestoreAsync(context, file, options);
    }

    /// <summary>The error that an operation must end with, the database being as before.</summary>
    private protected static async Task<EfBackupException> RefusedAsync(string code, Func<Task> operation)
    {
        var exception = await Assert.ThrowsAsync<EfBackupException>(operation);
        Assert.True(code == exception.Code, $"{code} was expected, and this is:{Environment.NewLine}{exception}");
        return exception;
    }

    /// <summary>Backs a database up, damages it and restores it; restores into an empty one too; and backs both up again.</summary>
    /// <param name="fill">Puts the rows in.</param>
    /// <param name="sql">Run after the schema was made and before the rows are there.</param>
    /// <param name="add">Rows that come after the backup, and must go.</param>
    /// <param name="selection">What is backed up.</param>
    /// <param name="relays">The model alone says what there is: a database of another kind can hold it, where there is one on the way.</param>
    private protected async Task<RoundTrip> RoundTripAsync<TContext>(
        Action<TContext>? fill, string? sql = null, Action<TContext>? add = null, Schema.TableSelection? selection = null, bool relays = true)
        where TContext : DbContext
    {
        var source = Create(fill, sql);
        var (before, schema) = (source.Dump(), source.Schema());
        Assert.True(before.Rows > 0, "A round trip of nothing proves nothing.");

        var file = await BackUpAsync<TContext>(source, selection);
        var check = Backups.Check(file);
        Assert.All(check.Metadata.Statistics, pair => Assert.Equal(before.Tables[pair.Key].Count, pair.Value));
        Assert.Equal(schema, source.Schema());
        before.AssertSame(source.Dump());

        Change(source, add);
        before.AssertDiffers(source.Dump());
        await RestoreAsync<TContext>(source, file);
        before.AssertSame(source.Dump());
        Assert.Equal(schema, source.Schema());

        var target = Create<TContext>(fill: null, sql);
        await RestoreAsync<TContext>(target, file);
        before.AssertSame(target.Dump());
        Assert.Equal(schema, target.Schema());

        Assert.Equal(check.Tables, Backups.Check(await BackUpAsync<TContext>(source, selection)).Tables);
        Assert.Equal(check.Tables, Backups.Check(await BackUpAsync<TContext>(target, selection)).Tables);
        if (relays && await Fixture.RelayAsync<TContext>(file) is { } relayed)
        {
            var third = Create<TContext>(fill: null, sql);
            await RestoreAsync<TContext>(third, relayed);
            var tables = Backups.Check(relayed).Metadata.Tables.Select(table => table.Key).ToArray();
            Assert.NotEmpty(tables);
            Assert.All(tables, table => Assert.Equal(before.Tables[table], third.Dump().Tables[table]));
        }

        return new RoundTrip(source, target, file, check);
    }

    private static void Change<TContext>(TestDatabase database, Action<TContext>? add)
        where TContext : DbContext
    {
        if (add is not null)
        {
            using var context = database.Open<TContext>();
            add(context);
            context.SaveChanges();
        }

        database.Damage();
    }
}

/// <summary>What a round trip leaves behind.</summary>
/// <param name="Source">The database that was backed up, damaged and restored.</param>
/// <param name="Target">The database that was empty.</param>
/// <param name="File">The backup.</param>
/// <param name="Check">What the backup's check found.</param>
internal sealed record RoundTrip(TestDatabase Source, TestDatabase Target, string File, Storage.CheckedFile Check);
