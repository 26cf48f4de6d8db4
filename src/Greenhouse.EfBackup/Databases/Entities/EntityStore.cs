using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>The entities of a context as rows, and rows as entities again. What is to be changed is worked out on rows and checked before the first entity is saved.</summary>
internal sealed class EntityStore : IAsyncDisposable
{
    /// <summary>Entities that are saved at once.</summary>
    private const int Batch = 1000;

    /// <summary>Documents in lists of documents are nested no deeper.</summary>
    private const int MostLevels = 4;

    // Of InMemory's options, and of others'.
    private static readonly string[] _names = ["StoreName", "DatabaseName"];

    private readonly EntityContext _context;

    private EntityStore(DbContext original, EntityContext context)
    {
        _context = context;
        Model = EntityModel.Of(original);
        Name = NameOf(original);
    }

    public EntityModel Model { get; }

    /// <summary>The database's name.</summary>
    public string Name { get; }

    /// <exception cref="EfBackupException">The model can't be put into tables.</exception>
    public static EntityStore Open(DbContext context)
    {
        var own = EntityContext.Beside(context);
        try
        {
            return new EntityStore(context, own);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>Carries out what reaches the database, with its errors explained.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is DbUpdateException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw new EfBackupException(
                ErrorCode.DatabaseFailed, $"the database {Name} answered: {exception.Message}{(exception.InnerException is { } inner ? $" ({inner.Message})" : "")}", "the database is as it was before; mend what it says and try again", inner: exception);
        }
    }

    /// <summary>The rows as they are now.</summary>
    public Task<IReadOnlyList<EntityTable>> ReadAsync(CancellationToken cancellation) => GuardAsync(() => new EntityReader(Model, _context).ReadAsync(cancellation));

    /// <summary>Makes the entities those that other rows describe: all of it, or nothing.</summary>
    /// <param name="former">The rows as they are.</param>
    /// <param name="wanted">The rows as they are to be.</param>
    /// <exception cref="EfBackupException">The database refuses; it is as it was.</exception>
    public Task WriteAsync(IReadOnlyList<EntityTable> former, IReadOnlyList<EntityTable> wanted, CancellationToken cancellation)
        => GuardAsync(async () =>
        {
            try
            {
                RefuseDifference(wanted, await BringAboutAsync(former, wanted, cancellation));
            }
            catch (Exception exception)
            {
                await PutBackAsync(former, exception);
                throw;
            }

            return 0;
        });

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    /// <summary>Providers keep the name in an option that has no common type.</summary>
    private static string NameOf(DbContext context)
    {
        var options = context.GetService<IDbContextOptions>().Extensions.First(extension => extension.Info.IsDatabaseProvider);
        return _names.Select(name => options.GetType().GetProperty(name)?.GetValue(options) as string).FirstOrDefault(name => !string.IsNullOrEmpty(name)) ?? context.GetType().Name;
    }

    /// <summary>Without the user's right to interrupt: half of it must not stay.</summary>
    /// <param name="why">What has failed.</param>
    private async Task PutBackAsync(IReadOnlyList<EntityTable> former, Exception why)
    {
        try
        {
            _context.ChangeTracker.Clear();
            await BringAboutAsync(await new EntityReader(Model, _context).ReadAsync(CancellationToken.None), former, CancellationToken.None);
        }
        catch (Exception exception) when (exception is DbUpdateException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw new EfBackupException(
                ErrorCode.DatabaseFailed,
                $"the entities of {Name} could not be changed ({why.Message}), and those from before could not be put back: {exception.Message}",
                "restore the safety backup, or another one, into an empty database",
                inner: exception);
        }
    }

    /// <returns>The rows as they are then.</returns>
    private async Task<IReadOnlyList<EntityTable>> BringAboutAsync(IReadOnlyList<EntityTable> former, IReadOnlyList<EntityTable> wanted, CancellationToken cancellation)
    {
        var there = former;
        // Where another place has become free, a list may have lost its order; its own places, taken again, are in order. A level of lists takes a time.
        for (var time = 0; time <= MostLevels && (time == 0 || Missing(wanted, there).Any()); time++)
        {
            await ChangeAsync(there, wanted, cancellation);
            there = await new EntityReader(Model, _context).ReadAsync(cancellation);
        }

        return there;
    }

    private async Task ChangeAsync(IReadOnlyList<EntityTable> former, IReadOnlyList<EntityTable> wanted, CancellationToken cancellation)
    {
        var (old, @new) = (Builder(former), Builder(wanted));
        foreach (var root in Model.Roots)
        {
            var (before, after) = (Find(root, old, former), Find(root, @new, wanted));
            var gone = before.Where(found => !IsAmong(found, after)).Select(found => (found.Value.Part.Tables[0], found.Value.Key)).ToHashSet();
            if (gone.Count > 0)
            {
                await new EntityReader(Model, _context).DeleteAsync(root, gone, cancellation);
                await _context.SaveAsync(cancellation);
            }

            await AddAsync(root, @new, [.. after.Where(found => !IsAmong(found, before))], cancellation);
        }

        static bool IsAmong(KeyValuePair<string, Found> found, Dictionary<string, Found> others) => others.TryGetValue(found.Key, out var other) && other.Fingerprint == found.Value.Fingerprint;
    }

    private static EntityBuilder Builder(IReadOnlyList<EntityTable> tables) => new(tables.ToDictionary(table => table.Table.Key, StringComparer.Ordinal));

    /// <summary>The entities of a root, by table and key.</summary>
    private static Dictionary<string, Found> Find(EntityRoot root, EntityBuilder builder, IReadOnlyList<EntityTable> tables)
    {
        var found = new Dictionary<string, Found>(StringComparer.Ordinal);
        foreach (var table in tables.Where(table => root.Variants.Any(variant => variant.Part.Tables[0] == table.Table.Key)))
        {
            foreach (var (key, row) in table.Rows)
            {
                if (builder.PartOf(root, table.Table.Key, key) is { } part)
                {
                    found[$"{table.Table.Key}\n{key}"] = new Found(part, key, row, builder.Fingerprint(part, key));
                }
            }
        }

        return found;
    }

    private async Task AddAsync(EntityRoot root, EntityBuilder builder, IReadOnlyList<KeyValuePair<string, Found>> entities, CancellationToken cancellation)
    {
        foreach (var batch in entities.Chunk(Batch))
        {
            foreach (var (_, found) in batch)
            {
                Track(root, builder, found);
            }

            await _context.SaveAsync(cancellation);
        }
    }

    private void Track(EntityRoot root, EntityBuilder builder, Found found)
    {
        var entity = builder.Build(found.Part, found.Row, found.Key);
        var entry = _context.Track(root.Type, entity);
        builder.Complete(entry, found.Part, found.Row, found.Key);
    }

    /// <summary>What a property or a converter of the application makes of a value is seen when it is read again.</summary>
    private void RefuseDifference(IReadOnlyList<EntityTable> wanted, IReadOnlyList<EntityTable> there)
    {
        if (Missing(wanted, there).Select(missing => ((EntityTable Table, byte[][]? Row)?)missing).FirstOrDefault() is var (table, row))
        {
            throw new EfBackupException(
                ErrorCode.HashesDiffer,
                $"table {table.Table.Key} of {Name} would not hold what it should{(row is null ? "" : $": row {table.Shown(row, table.Table.PrimaryKey)}")}",
                "a property or a converter changes values, an owned type's property is a key in memory (Id), or something else writes at the same time; the database is as it was");
        }
    }

    /// <summary>Tables that do not hold what they should, with a row that is not there; null where there are others instead.</summary>
    private static IEnumerable<(EntityTable Table, byte[][]? Row)> Missing(IReadOnlyList<EntityTable> wanted, IReadOnlyList<EntityTable> there)
    {
        foreach (var (table, read) in wanted.Zip(there))
        {
            var missing = table.Rows.FirstOrDefault(row => !read.Rows.TryGetValue(row.Key, out var other) || !row.Value.Zip(other).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));
            if (missing.Value is not null || table.Rows.Count != read.Rows.Count)
            {
                yield return (table, missing.Value);
            }
        }
    }

    private sealed record Found(EntityPart Part, string Key, byte[][] Row, string Fingerprint);
}
