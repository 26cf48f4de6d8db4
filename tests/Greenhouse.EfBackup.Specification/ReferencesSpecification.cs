using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Self references, cycles and diamonds: every order of loading is wrong for some row of them.</summary>
public abstract class ReferencesSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public Task Chains_and_rows_that_reference_themselves_come_back()
        => RoundTripAsync<ReferencesModel.Context>(context =>
        {
            // The head of the chain has the highest key: no order by key loads it before its followers.
            context.AddRange(Enumerable.Range(1, 50).Select(id => new ReferencesModel.Node { Id = id, ParentId = id + 1, Name = Awkward.Texts[id % Awkward.Texts.Length] }));
            context.AddRange(new ReferencesModel.Node { Id = 51 }, new ReferencesModel.Node { Id = 60, ParentId = 60 });
        });

    [Fact]
    public Task A_cycle_of_two_tables_comes_back()
        => RoundTripAsync<ReferencesModel.Context>(context =>
        {
            context.AddRange(new ReferencesModel.Department { Id = 1 }, new ReferencesModel.Person { Id = 1, DepartmentId = 1 }, new ReferencesModel.Person { Id = 2, DepartmentId = 1 });
            context.SaveChanges();
            context.Departments.ExecuteUpdate(set => set.SetProperty(row => row.HeadId, 2));
        });

    [Fact]
    public async Task Required_cycles_of_two_and_three_tables_come_back()
    {
        // No order of inserts makes these with foreign keys on.
        var source = Create<ReferencesModel.Context>();
        source.ExecuteUnchecked("""
            INSERT INTO "Hens" ("Id", "EggId") VALUES (1, 2), (2, 1);
            INSERT INTO "Eggs" ("Id", "HenId") VALUES (1, 1), (2, 2);
            INSERT INTO "Rocks" ("Id", "NextId") VALUES (1, 1);
            INSERT INTO "Papers" ("Id", "NextId") VALUES (1, 1);
            INSERT INTO "Scissors" ("Id", "NextId") VALUES (1, 1);
            """);
        var before = source.Dump();
        var file = await BackUpAsync<ReferencesModel.Context>(source);
        var target = Create<ReferencesModel.Context>();

        source.Damage();
        await RestoreAsync<ReferencesModel.Context>(source, file);
        await RestoreAsync<ReferencesModel.Context>(target, file);

        before.AssertSame(source.Dump());
        before.AssertSame(target.Dump());
    }

    [Fact]
    public Task A_diamond_comes_back()
        => RoundTripAsync<ReferencesModel.Context>(context =>
        {
            context.Add(new ReferencesModel.Top { Id = 1 });
            context.Add(new ReferencesModel.Left { Id = 1, TopId = 1 });
            context.Add(new ReferencesModel.Right { Id = 1, TopId = 1 });
            context.Add(new ReferencesModel.Bottom { Id = 1, LeftId = 1, RightId = 1 });
        });

    [Fact]
    public async Task Replacing_a_principal_does_not_cascade_into_its_dependents_outside_the_selection_of_rows()
    {
        var database = Create<ReferencesModel.Context>(context =>
        {
            context.Add(new ReferencesModel.Top { Id = 1 });
            context.Add(new ReferencesModel.Left { Id = 1, TopId = 1 });
        });
        var file = await BackUpAsync<ReferencesModel.Context>(database, Backups.Only("Tops"));

        var refused = await RefusedAsync("EFB1402", () => RestoreAsync<ReferencesModel.Context>(database, file));

        Assert.Contains("Lefts (1 rows) references Tops", refused.Details);
        Assert.Single(database.Dump().Tables["Lefts"]);
    }
}

internal static class ReferencesModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Department> Departments => Set<Department>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Node>().ToTable("Nodes").HasOne<Node>().WithMany().HasForeignKey(row => row.ParentId);
            modelBuilder.Entity<Node>().Property(row => row.Id).ValueGeneratedNever();
            modelBuilder.Entity<Department>().HasOne<Person>().WithMany().HasForeignKey(row => row.HeadId);
            modelBuilder.Entity<Person>().ToTable("People").HasOne<Department>().WithMany().HasForeignKey(row => row.DepartmentId);
            modelBuilder.Entity<Hen>().ToTable("Hens").HasOne<Egg>().WithMany().HasForeignKey(row => row.EggId).OnDelete(DeleteBehavior.Restrict);
            modelBuilder.Entity<Egg>().ToTable("Eggs").HasOne<Hen>().WithMany().HasForeignKey(row => row.HenId).OnDelete(DeleteBehavior.Cascade);
            modelBuilder.Entity<Rock>().ToTable("Rocks").HasOne<Paper>().WithMany().HasForeignKey(row => row.NextId);
            modelBuilder.Entity<Paper>().ToTable("Papers").HasOne<Scissor>().WithMany().HasForeignKey(row => row.NextId);
            modelBuilder.Entity<Scissor>().ToTable("Scissors").HasOne<Rock>().WithMany().HasForeignKey(row => row.NextId);
            modelBuilder.Entity<Top>().ToTable("Tops");
            modelBuilder.Entity<Left>().ToTable("Lefts").HasOne<Top>().WithMany().HasForeignKey(row => row.TopId);
            modelBuilder.Entity<Right>().ToTable("Rights").HasOne<Top>().WithMany().HasForeignKey(row => row.TopId);
            modelBuilder.Entity<Bottom>().ToTable("Bottoms").HasOne<Left>().WithMany().HasForeignKey(row => row.LeftId);
            modelBuilder.Entity<Bottom>().HasOne<Right>().WithMany().HasForeignKey(row => row.RightId);
        }
    }

    internal sealed class Node
    {
        public int Id { get; set; }

        public int? ParentId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Department
    {
        public int Id { get; set; }

        public int? HeadId { get; set; }
    }

    internal sealed class Person
    {
        public int Id { get; set; }

        public int DepartmentId { get; set; }
    }

    internal sealed class Hen
    {
        public int Id { get; set; }

        public int EggId { get; set; }
    }

    internal sealed class Egg
    {
        public int Id { get; set; }

        public int HenId { get; set; }
    }

    internal class Link
    {
        public int Id { get; set; }

        public int NextId { get; set; }
    }

    internal sealed class Rock : Link;

    internal sealed class Paper : Link;

    internal sealed class Scissor : Link;

    internal sealed class Top
    {
        public int Id { get; set; }
    }

    internal sealed class Left
    {
        public int Id { get; set; }

        public int TopId { get; set; }
    }

    internal sealed class Right
    {
        public int Id { get; set; }

        public int TopId { get; set; }
    }

    internal sealed class Bottom
    {
        public int Id { get; set; }

        public int LeftId { get; set; }

        public int RightId { get; set; }
    }
}
