using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>A rule of masking in a model is a remark about it and no part of the schema.</summary>
public sealed class MaskInModelTests
{
    [Fact]
    public void A_rule_is_no_change_that_a_migration_would_be_made_for()
    {
        using var plain = new Context(masked: false);
        using var masked = new Context(masked: true);
        var property = masked.Model.FindEntityType(typeof(Person))!.FindProperty(nameof(Person.Name))!;
        Assert.Equal("hash", property.FindAnnotation("EfBackup:Mask")?.Value);

        var differs = plain.GetService<IMigrationsModelDiffer>().HasDifferences(RelationalModelOf(plain), RelationalModelOf(masked));

        Assert.False(differs);
    }

    [Fact]
    public void Another_text_is_refused_when_the_model_is_made()
    {
        var property = new ModelBuilder().Entity<Person>().Property(person => person.Name);

        Assert.Contains("'hide' is no rule of masking", Assert.Throws<ArgumentException>(() => property.HasBackupMask("hide")).Message, StringComparison.Ordinal);
    }

    private static IRelationalModel RelationalModelOf(Context context) => context.GetService<IDesignTimeModel>().Model.GetRelationalModel();

    private sealed class Context(bool masked) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
            => optionsBuilder.UseSqlite("Data Source=:memory:").ReplaceService<IModelCacheKeyFactory, KeyByRule>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            var name = modelBuilder.Entity<Person>().Property(person => person.Name);
            if (masked)
            {
                name.HasBackupMask("hash");
            }
        }

        private bool IsMasked => masked;

        /// <summary>One type of context has two models here.</summary>
        private sealed class KeyByRule : IModelCacheKeyFactory
        {
            public object Create(DbContext context, bool designTime) => (((Context)context).IsMasked, designTime);
        }
    }

    private sealed class Person
    {
        public int Id { get; set; }

        public string? Name { get; set; }
    }
}
