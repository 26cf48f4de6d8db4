using System.Globalization;
using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Specification.RandomDatabases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>Databases in memory.</summary>
public sealed class InMemoryFixture : DatabaseFixture
{
    public override RandomDialect Dialect => throw new NotSupportedException("There is no SQL.");

    protected override TestDatabase Make(int number) => new InMemoryTestDatabase();
}

/// <summary>A database in memory, looked at by its context.</summary>
public sealed class InMemoryTestDatabase : TestDatabase
{
    private readonly string _name = Guid.NewGuid().ToString();
    private Func<DbContext>? _open;

    public override void Configure(DbContextOptionsBuilder options)
    {
        options.UseInMemoryDatabase(_name);
        var type = options.Options.ContextType;
        _open = () => (DbContext)Activator.CreateInstance(type, options.Options)!;
    }

    public override void Execute(string sql) => throw new NotSupportedException("There is no SQL.");

    public override bool TryExecute(string sql) => throw new NotSupportedException("There is no SQL.");

    public override void ExecuteUnchecked(string sql) => throw new NotSupportedException("There is no SQL.");

    /// <summary>Every property of every entity, shadow ones and owned ones too.</summary>
    public override Dump Dump()
    {
        using var context = _open!();
        foreach (var type in context.Model.GetEntityTypes().Where(type => type.BaseType is null && !type.IsOwned() && type.FindPrimaryKey() is not null))
        {
            var load = typeof(InMemoryTestDatabase).GetMethod(nameof(Load), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(type.ClrType);
            load.Invoke(null, [context, type.Name, type.HasSharedClrType]);
        }

        return new Dump(
            context.ChangeTracker.Entries().GroupBy(entry => entry.Metadata.ShortName()).ToDictionary(entries => entries.Key, IReadOnlyList<string> (entries) => [.. entries.Select(Line).Order(StringComparer.Ordinal)]),
            []);
    }

    public override IReadOnlyList<string> Schema() => [];

    public override void Damage() => throw new NotSupportedException("There is no SQL.");

    protected override void Dispose(bool disposing)
    {
        using var context = _open?.Invoke();
        context?.Database.EnsureDeleted();
        base.Dispose(disposing);
    }

    private static void Load<TEntity>(DbContext context, string name, bool shared)
        where TEntity : class
        => (shared ? context.Set<TEntity>(name) : context.Set<TEntity>()).IgnoreQueryFilters().Load();

    private static string Line(EntityEntry entry)
        => string.Join(" | ", entry.Properties.OrderBy(property => property.Metadata.Name, StringComparer.Ordinal).Select(property => $"{property.Metadata.Name} {Text(property.CurrentValue)}"));

    private static string Text(object? value)
        => value switch
        {
            null => "null",
            byte[] bytes => Convert.ToHexString(bytes),
            string text => $"'{text}'",
            System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
}
