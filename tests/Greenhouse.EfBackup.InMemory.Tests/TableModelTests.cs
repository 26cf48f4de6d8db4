using Greenhouse.EfBackup.Schema.NonRelational;
using Greenhouse.EfBackup.Specification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>The tables of a context without tables are those that a relational provider gives it.</summary>
public sealed class TableModelTests
{
    public static TheoryData<Type> Contexts
        => [.. typeof(Specification<>).Assembly.GetTypes()
            // EF itself takes no seed without the value of a computed column, where no database computes it.
            .Where(type => type != typeof(SeedChain.Context))
            .Where(type => type.IsSubclassOf(typeof(DbContext)) && !type.IsAbstract && !type.ContainsGenericParameters && type.GetConstructor([typeof(DbContextOptions<>).MakeGenericType(type)]) is not null)];

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Tables_columns_and_keys_are_those_of_SQLite(Type context)
    {
        using var relational = Open(context, options => options.UseSqlite(new SqliteConnection("Data Source=:memory:")));
        using var other = Open(context, options => options.UseInMemoryDatabase(Guid.NewGuid().ToString()));

        Assert.Equal(Lines(relational.Model), Lines(TableModel.Of(other)));
    }

    private static DbContext Open(Type context, Action<DbContextOptionsBuilder> configure)
    {
        var options = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(context))!;
        configure(options);
        return (DbContext)Activator.CreateInstance(context, options.Options)!;
    }

    private static string[] Lines(IModel model)
        => [.. model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal).SelectMany(table => (string[])
            [
                $"table {table.Name} ({string.Join(", ", table.PrimaryKey?.Columns.Select(column => column.Name) ?? [])}): {string.Join(", ", table.EntityTypeMappings.Select(mapping => mapping.TypeBase.Name))}",
                .. table.Columns.Select(column => $"  {column.Name}{(column.IsNullable ? "?" : "")} {string.Join(", ", column.PropertyMappings.Select(mapping => mapping.Property.Name))}"),
                .. table.ForeignKeyConstraints.Select(key => $"  ({string.Join(", ", key.Columns.Select(column => column.Name))}) references {key.PrincipalTable.Name} ({string.Join(", ", key.PrincipalColumns.Select(column => column.Name))})"),
                .. table.Indexes.Select(index => $"  index {index.Name}{(index.IsUnique ? ", unique" : "")} ({string.Join(", ", index.Columns.Select(column => column.Name))})"),
            ])];
}
