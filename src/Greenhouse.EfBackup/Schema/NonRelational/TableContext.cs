using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace Greenhouse.EfBackup.Schema.NonRelational;

/// <summary>Has the model of another context, built by relational conventions. There is no database behind it.</summary>
/// <param name="original">The context whose model it is.</param>
internal sealed class TableContext(DbContext original) : DbContext(_options)
{
    private static readonly DbContextOptions _options = Build();

    /// <summary>The context whose model it is.</summary>
    public DbContext Original => original;

    /// <summary>What the application changes of conventions, it declares in a method that only a context's own class may call.</summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        var method = typeof(DbContext).GetMethod(nameof(ConfigureConventions), BindingFlags.Instance | BindingFlags.NonPublic)!;
        method.Invoke(original, BindingFlags.DoNotWrapExceptions, binder: null, [configurationBuilder], culture: null);
    }

    private static DbContextOptions Build()
    {
        var builder = new DbContextOptionsBuilder().UseLoggerFactory(NullLoggerFactory.Instance);
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new TableProvider());
        return builder.Options;
    }
}
