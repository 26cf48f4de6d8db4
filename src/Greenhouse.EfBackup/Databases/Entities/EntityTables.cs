using System.Globalization;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Schema.NonRelational;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Tables of a model described as those of a database are.</summary>
internal static class EntityTables
{
    public static string KeyOf(ITableBase table) => table.Schema is null ? table.Name : $"{table.Schema}.{table.Name}";

    public static LiveTable Describe(ITable table)
        => new()
        {
            Key = KeyOf(table),
            Name = table.Name,
            Schema = table.Schema,
            Columns = [.. table.Columns.Select(column => Describe(table, column))],
            PrimaryKey = [.. table.PrimaryKey!.Columns.Select(column => column.Name)],
            ForeignKeys = [.. table.ForeignKeyConstraints.Select(Describe)],
            Indexes =
            [
                .. table.Indexes.Select(index => new IndexDescription { Name = index.Name, Columns = [.. index.Columns.Select(column => column.Name)], Unique = index.IsUnique, Definition = index.Filter }),
                .. table.UniqueConstraints.Where(unique => unique != table.PrimaryKey).Select(unique => new IndexDescription { Name = unique.Name, Columns = [.. unique.Columns.Select(column => column.Name)], Unique = true }),
            ],
        };

    /// <summary>The kind of a column's values.</summary>
    public static ValueKind KindOf(IColumn column)
    {
        // Only the container of owned or complex types in JSON is a column that no property is mapped to.
        if (column.PropertyMappings.Count == 0 || column.PropertyMappings[0].Property.GetElementType() is not null)
        {
            return ValueKind.Json;
        }

        var mapping = column.PropertyMappings[0].TypeMapping;
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        return TableTypes.KindOf(Nullable.GetUnderlyingType(type) ?? type);
    }

    private static LiveColumn Describe(ITable table, IColumn column)
        => new()
        {
            Name = column.Name,
            StoreType = ValueKindConverter.NameOf(KindOf(column)),
            Nullable = column.IsNullable,
            Generated = column.ComputedColumnSql is not null,
            Default = column.TryGetDefaultValue(out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null,
            Identity = table.PrimaryKey!.Columns is [var key] && key == column && column.PropertyMappings.Any(mapping => mapping.Property.ValueGenerated == ValueGenerated.OnAdd && !mapping.Property.IsForeignKey()),
            Properties = [.. column.PropertyMappings.Select(mapping => $"{mapping.Property.DeclaringType.DisplayName()}.{mapping.Property.Name}").Distinct()],
        };

    private static ForeignKeyDescription Describe(IForeignKeyConstraint key)
        => new()
        {
            Name = key.Name,
            Columns = [.. key.Columns.Select(column => column.Name)],
            References = KeyOf(key.PrincipalTable),
            ReferencedColumns = [.. key.PrincipalColumns.Select(column => column.Name)],
            OnDelete = key.OnDeleteAction switch
            {
                Microsoft.EntityFrameworkCore.Migrations.ReferentialAction.Cascade => "CASCADE",
                Microsoft.EntityFrameworkCore.Migrations.ReferentialAction.SetNull => "SET NULL",
                Microsoft.EntityFrameworkCore.Migrations.ReferentialAction.Restrict => "RESTRICT",
                _ => null,
            },
        };
}
