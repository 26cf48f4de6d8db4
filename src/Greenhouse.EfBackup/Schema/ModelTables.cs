using System.Reflection;
using Greenhouse.EfBackup.Documents;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Masking;
using Greenhouse.EfBackup.Schema.NonRelational;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Schema;

/// <summary>
/// What the EF model says of tables: which are the application's, and what a column means. Where migrations are pending that is the model
/// of the last applied one, for the database is still what that model describes; tables that only the compiled model maps count as well.
/// </summary>
internal sealed class ModelTables
{
    private readonly IReadOnlyList<IRelationalModel> _models;
    private readonly StringComparer _names;
    private readonly string? _defaultSchema;

    private ModelTables(IReadOnlyList<IRelationalModel> models, IReadOnlyList<string> applied, string historyTable, StringComparer names, string? defaultSchema)
    {
        (_models, AppliedMigrations, HistoryTable, _names, _defaultSchema) = (models, applied, historyTable, names, defaultSchema);
    }

    /// <summary>The migrations in the database's history, in order.</summary>
    public IReadOnlyList<string> AppliedMigrations { get; }

    /// <summary>The name of the history table: it is recorded as metadata and never as data.</summary>
    public string HistoryTable { get; }

    /// <param name="context">The application's context, its connection open in the state to be described.</param>
    /// <param name="names">How identifiers compare in the database.</param>
    /// <param name="live">The database's tables.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<ModelTables> ReadAsync(DbContext context, StringComparer names, LiveSchema live, CancellationToken cancellation)
    {
        var options = context.GetService<IDbContextOptions>().Extensions.OfType<RelationalOptionsExtension>().FirstOrDefault();
        var history = options?.MigrationsHistoryTableName ?? HistoryRepository.DefaultTableName;
        // Whether it is there is not asked of EF: some providers find out by an error, which would end a transaction that is under way.
        var applied = live.Tables.Any(table => names.Equals(table.Name, history) && (live.DefaultSchema is null || names.Equals(table.Schema ?? live.DefaultSchema, options?.MigrationsHistoryTableSchema ?? live.DefaultSchema)))
            ? (await context.GetService<IHistoryRepository>().GetAppliedMigrationsAsync(cancellation)).Select(row => row.MigrationId).ToArray()
            : [];

        var models = new List<IRelationalModel>();
        if (context.Database.IsRelational() && ModelAt(context, applied) is { } older)
        {
            models.Add(older);
        }

        models.Add(TableModel.Of(context).GetRelationalModel());
        return new ModelTables(models, applied, history, names, live.DefaultSchema);
    }

    /// <summary>The entity types of a table; empty where no model maps it.</summary>
    public IReadOnlyList<string> EntitiesOf(LiveTable table)
        => [.. _models.Select(model => Find(model, table)).OfType<ITable>().Take(1).SelectMany(found => found.EntityTypeMappings.Select(mapping => mapping.TypeBase.ShortName())).Distinct()];

    public bool Maps(LiveTable table) => _models.Any(model => Find(model, table) is not null);

    /// <summary>What a column means; null where no model knows it.</summary>
    public ColumnMeaning? MeaningOf(LiveTable table, string column)
    {
        foreach (var model in _models)
        {
            if (Find(model, table)?.Columns.FirstOrDefault(mapped => _names.Equals(mapped.Name, column)) is { } found)
            {
                var mapping = found.StoreTypeMapping;
                var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
                // Only the container of owned or complex types in JSON is a column that no property is mapped to.
                return new ColumnMeaning(Nullable.GetUnderlyingType(type) ?? type, found.PropertyMappings.Count == 0);
            }
        }

        return null;
    }

    /// <summary>What code calls a column, of the compiled model.</summary>
    public ColumnNames NamesOf(TableDescription table, string column)
    {
        var properties = Find(_models[^1], table.Name, table.Schema)?.Columns.FirstOrDefault(mapped => _names.Equals(mapped.Name, column))?.PropertyMappings.Select(mapped => mapped.Property).ToArray() ?? [];
        var type = properties.Select(property => Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).FirstOrDefault(type => type.IsEnum);
        return new ColumnNames([.. properties.Select(property => property.Name).Distinct()], type);
    }

    /// <summary>The column that tells the entity types of a table apart, with what it holds for one of them; of the compiled model.</summary>
    /// <param name="entity">The type's short name, in any case.</param>
    /// <returns>Null where the table has no such column, or the type no rows of its own.</returns>
    public (string Column, object Value)? DiscriminatorOf(TableDescription table, string entity)
    {
        var found = Find(_models[^1], table.Name, table.Schema);
        var type = found?.EntityTypeMappings.Select(mapping => mapping.TypeBase).FirstOrDefault(type => string.Equals(type.ShortName(), entity, StringComparison.OrdinalIgnoreCase));
        if (type is null || Ask(type, "GetDiscriminatorPropertyName") is not string name || Ask(type, "GetDiscriminatorValue") is not { } value)
        {
            return null;
        }

        var mapping = found!.Columns.SelectMany(column => column.PropertyMappings).FirstOrDefault(mapping => mapping.Property.Name == name);
        return mapping is null ? null : (mapping.Column.Name, mapping.TypeMapping.Converter?.ConvertToProvider(value) ?? value);
    }

    /// <summary>What EF Core 8 declares of entity types, and 10 of every structural type: code that is compiled against one does not find it in the other.</summary>
    internal static object? Ask(ITypeBase type, string method)
        => type.GetType().GetInterfaces().Select(declaring => declaring.GetMethod(method, Type.EmptyTypes)).FirstOrDefault(found => found is not null)?.Invoke(type, null);

    /// <summary>What matters of a column where it is masked; of the compiled model first, in which the rules stand.</summary>
    public ColumnModel MaskingOf(TableDescription table, string column)
    {
        foreach (var model in _models.Reverse())
        {
            if (Find(model, table.Name, table.Schema)?.Columns.FirstOrDefault(mapped => _names.Equals(mapped.Name, column)) is { } found)
            {
                var mapping = found.StoreTypeMapping;
                var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
                var properties = found.PropertyMappings.Select(mapped => mapped.Property).ToArray();
                return new ColumnModel(Nullable.GetUnderlyingType(type) ?? type, properties.Min(property => property.GetMaxLength()), properties.Select(RuleOf).FirstOrDefault(rule => rule is not null));
            }
        }

        return ColumnModel.Unknown;
    }

    /// <summary>Where in the documents of owned and complex types, or the lists, of a column values stand that a provider may spell in its own way; of the compiled model, which will read them.</summary>
    /// <returns>Null where the column holds none.</returns>
    public DocumentShape? ShapeOf(TableDescription table, string column)
        => Find(_models[^1], table.Name, table.Schema) is { } found && DocumentShape.OfContainer(found.EntityTypeMappings.Select(mapping => mapping.TypeBase), column) is { } documents ? documents
            : ElementOf(table, column) is { } element ? DocumentShape.OfList(element) : null;

    /// <summary>What is in the lists of a column; of the compiled model, which will read them.</summary>
    /// <returns>Null where no model knows, or nobody here can read such values.</returns>
    public DocumentLeaf? ElementOf(TableDescription table, string column)
        => Find(_models[^1], table.Name, table.Schema) is { } found ? PropertiesOf(found, column).Select(DocumentLeaf.OfElement).FirstOrDefault() : null;

    /// <summary>Code has the values of a column as text; of the compiled model.</summary>
    public bool IsText(TableDescription table, string column)
        => Find(_models[^1], table.Name, table.Schema) is { } found && PropertiesOf(found, column).Any(property => (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) == typeof(string));

    private IEnumerable<IProperty> PropertiesOf(ITable table, string column)
        => table.Columns.Where(mapped => _names.Equals(mapped.Name, column)).SelectMany(mapped => mapped.PropertyMappings).Select(mapping => mapping.Property);

    private static string? RuleOf(IProperty property)
        => property.FindAnnotation(BackupMaskAttribute.Annotation)?.Value as string
            ?? (property.PropertyInfo as MemberInfo ?? property.FieldInfo)?.GetCustomAttribute<BackupMaskAttribute>(inherit: true)?.Rule;

    /// <summary>The model of the last applied migration, where later ones are pending.</summary>
    private static IRelationalModel? ModelAt(DbContext context, string[] applied)
    {
        var assembly = context.GetService<IMigrationsAssembly>();
        if (applied.Length == 0 || assembly.Migrations.Count == 0 || assembly.Migrations.Keys.All(applied.Contains)
            || applied.LastOrDefault(assembly.Migrations.ContainsKey) is not { } last)
        {
            return null;
        }

        var provider = context.Database.ProviderName!;
        var model = assembly.CreateMigration(assembly.Migrations[last], provider).TargetModel;
        return context.GetService<IModelRuntimeInitializer>().Initialize(model, designTime: true, validationLogger: null).GetRelationalModel();
    }

    private ITable? Find(IRelationalModel model, LiveTable table) => Find(model, table.Name, table.Schema);

    private ITable? Find(IRelationalModel model, string name, string? schema)
        => model.Tables.FirstOrDefault(mapped => _names.Equals(mapped.Name, name)
            && (_defaultSchema is null || _names.Equals(mapped.Schema ?? _defaultSchema, schema ?? _defaultSchema)));
}

/// <summary>What code calls a column.</summary>
/// <param name="Properties">The properties that are mapped to it.</param>
/// <param name="Enumeration">The enumeration whose values it holds; null where they are others.</param>
internal sealed record ColumnNames(IReadOnlyList<string> Properties, Type? Enumeration);
