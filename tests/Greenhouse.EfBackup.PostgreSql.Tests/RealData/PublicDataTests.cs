using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.RealData;

/// <summary>A database that others made and published, restored and held against what COPY says.</summary>
public sealed class PublicDataTests : Specification<PostgreSqlFixture>
{
    [PublicDataFact]
    public async Task Chinook_is_restored_into_an_emptied_copy_value_for_value()
    {
        var (full, emptied) = (Load("Chinook_PostgreSql.sql"), Load("Chinook_PostgreSql.sql"));
        var (before, schema) = (full.Dump(), full.Schema());
        emptied.Execute($"TRUNCATE {string.Join(", ", before.Tables.Keys)}");
        await using var source = full.Open<PostgreSqlChinookContext>();
        await using var target = emptied.Open<PostgreSqlChinookContext>();

        var created = await Backups.CreateAsync(source);
        var restored = await Backups.RestoreAsync(target, created.File!);

        Assert.Equal(before.Tables.Keys.Order(StringComparer.Ordinal), source.Model.GetRelationalModel().Tables.Select(table => table.Name).Order(StringComparer.Ordinal));
        Assert.Equal((11, 15_607), (restored.Tables.Count, restored.Rows));
        Assert.Empty(created.LeftOut);
        before.AssertSame(full.Dump());
        before.AssertSame(emptied.Dump());
        Assert.Equal(schema, full.Schema());
        Assert.Equal(schema, emptied.Schema());
    }

    /// <summary>The script, but for the lines that make a database of their own.</summary>
    private PostgreSqlTestDatabase Load(string script)
    {
        string[] left = ["DROP DATABASE ", "CREATE DATABASE ", @"\c "];
        var lines = File.ReadLines(PublicFiles.At(script)).Where(line => !left.Any(start => line.StartsWith(start, StringComparison.Ordinal)));
        var database = Fixture.CreateDatabase();
        database.Execute(string.Join('\n', lines));
        return database;
    }
}

/// <summary>As the script for PostgreSQL names it: media_type_id and not MediaTypeId.</summary>
internal sealed class PostgreSqlChinookContext(DbContextOptions<PostgreSqlChinookContext> options) : ChinookContext(options)
{
    protected override string Name(string name)
        => string.Concat(name.Select((letter, index) => (index > 0 && char.IsAsciiLetterUpper(letter) ? "_" : "") + char.ToLowerInvariant(letter)));
}

/// <summary>A test that needs the public databases beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublicDataFactAttribute : FactAttribute
{
    public PublicDataFactAttribute() => Skip = PublicFiles.WhyNone;
}
