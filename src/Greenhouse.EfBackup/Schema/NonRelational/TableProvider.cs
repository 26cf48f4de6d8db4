using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.DependencyInjection;

namespace Greenhouse.EfBackup.Schema.NonRelational;

/// <summary>As much of a relational provider as it takes to build a model: the conventions and the types, and no database.</summary>
internal sealed class TableProvider : RelationalOptionsExtension
{
    private DbContextOptionsExtensionInfo? _info;

    public override DbContextOptionsExtensionInfo Info => _info ??= new ExtensionInfo(this);

    public override void ApplyServices(IServiceCollection services)
    {
        var builder = new EntityFrameworkRelationalServicesBuilder(services);
        builder.TryAdd<LoggingDefinitions, Definitions>();
        builder.TryAdd<IDatabaseProvider, DatabaseProvider<TableProvider>>();
        builder.TryAdd<IRelationalTypeMappingSource, TableTypes>();
        builder.TryAdd<IProviderConventionSetBuilder, Conventions>();
        builder.TryAdd<IUpdateSqlGenerator, Generator>();
        builder.TryAdd<IRelationalConnection, NoConnection>();
        builder.TryAdd<ISqlGenerationHelper, RelationalSqlGenerationHelper>();
        builder.TryAdd<IDatabase, NoDatabase>();
        builder.TryAdd<IModelCustomizer, OriginalModel>();
        builder.TryAdd<IModelCacheKeyFactory, OriginalKey>();
        builder.TryAdd<IConventionSetPlugin, OriginalConventions>();
        builder.TryAddCoreServices();
    }

    protected override RelationalOptionsExtension Clone() => new TableProvider();

    [SuppressMessage("Performance", "CA1812", Justification = "EF makes it.")]
    private sealed class Definitions : RelationalLoggingDefinitions;

    [SuppressMessage("Performance", "CA1812", Justification = "EF makes it.")]
    private sealed class Generator(UpdateSqlGeneratorDependencies dependencies) : UpdateSqlGenerator(dependencies);

    /// <summary>EF looks for sets in the class of the original context.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "EF makes it.")]
    private sealed class Conventions(ProviderConventionSetBuilderDependencies dependencies, RelationalConventionSetBuilderDependencies relational, ICurrentDbContext current)
        : RelationalConventionSetBuilder(dependencies.With(((TableContext)current.Context).Original.GetService<ICurrentDbContext>()), relational);

    [SuppressMessage("Performance", "CA1812", Justification = "EF makes it.")]
    private sealed class NoConnection(RelationalConnectionDependencies dependencies) : RelationalConnection(dependencies)
    {
        protected override DbConnection CreateDbConnection() => throw new NotSupportedException("There is no database behind this model.");
    }

    [SuppressMessage("Performance", "CA1812", Justification = "EF makes it.")]
    private sealed class NoDatabase(DatabaseDependencies dependencies) : Database(dependencies)
    {
        public override int SaveChanges(IList<IUpdateEntry> entries) => throw new NotSupportedException("There is no database behind this model.");

        public override Task<int> SaveChangesAsync(IList<IUpdateEntry> entries, CancellationToken cancellationToken = default) => throw new NotSupportedException("There is no database behind this model.");
    }

    /// <summary>Builds the model as the original context does.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "EF makes it.")]
    private sealed class OriginalModel : IModelCustomizer
    {
        public void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            var original = ((TableContext)context).Original;
            original.GetService<IModelCustomizer>().Customize(modelBuilder, original);
        }
    }

    [SuppressMessage("Performance", "CA1812", Justification = "EF makes it.")]
    private sealed class OriginalKey : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime)
        {
            var original = ((TableContext)context).Original;
            return (nameof(TableProvider), original.Database.ProviderName, original.GetService<IModelCacheKeyFactory>().Create(original, designTime));
        }
    }

    /// <summary>Conventions that other packages have added to the original context, such as names in snake case.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "EF makes it.")]
    private sealed class OriginalConventions(ICurrentDbContext current) : IConventionSetPlugin
    {
        public ConventionSet ModifyConventions(ConventionSet conventionSet)
            => ((TableContext)current.Context).Original.GetService<IEnumerable<IConventionSetPlugin>>().Aggregate(conventionSet, (set, plugin) => plugin.ModifyConventions(set));
    }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : RelationalExtensionInfo(extension)
    {
        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
        }
    }
}
