using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>What stands between entity and table: converters, filters, keyless types, tables without a key, columns the model does not know.</summary>
public abstract class MappingSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string View = """CREATE VIEW "PetNames" AS SELECT "Name" FROM "Pets" """;
    private const string NewColumn = """ALTER TABLE "Pets" ADD COLUMN "Note" varchar(100) NULL""";

    [Fact]
    public async Task Converted_values_come_back_as_they_are_stored()
    {
        var trip = await RoundTripAsync<MappingModel.Context>(Fill, View);

        var kinds = trip.Check.Metadata.Tables.Single(table => table.Key == "Pets").Columns.ToDictionary(column => column.Name, column => column.Kind.ToString());

        Assert.Equal(("String", "Integer", "Binary", "String"), (kinds["Kind"], kinds["Wrapped"], kinds["Packed"], kinds["Upper"]));
    }

    [Fact]
    public async Task Rows_that_a_query_filter_hides_are_backed_up()
    {
        var trip = await RoundTripAsync<MappingModel.Context>(Fill, View);

        await using var context = trip.Target.Open<MappingModel.Context>();

        Assert.Equal(2, await context.Pets.CountAsync());
        Assert.Equal(3, await context.Pets.IgnoreQueryFilters().CountAsync());
    }

    [Fact]
    public async Task Keyless_types_on_a_view_or_a_query_are_not_backed_up()
    {
        var trip = await RoundTripAsync<MappingModel.Context>(Fill, View);

        Assert.Equal(["Logs", "Pets"], trip.Check.Metadata.Tables.Select(table => table.Key).Order());
    }

    [Fact]
    public async Task A_table_without_a_primary_key_comes_back_with_its_duplicates()
    {
        var trip = await RoundTripAsync<MappingModel.Context>(Fill, View);

        Assert.Empty(trip.Check.Metadata.Tables.Single(table => table.Key == "Logs").PrimaryKey);
        Assert.Equal(5, trip.Target.Dump().Tables["Logs"].Count);
        Assert.Equal(3, trip.Target.Dump().Tables["Logs"].Distinct().Count());
    }

    [Fact]
    public async Task A_column_that_the_model_does_not_know_is_data_like_any_other()
    {
        var trip = await RoundTripAsync<MappingModel.Context>(
            context =>
            {
                Fill(context);
                context.SaveChanges();
                context.Database.ExecuteSqlRaw("""UPDATE "Pets" SET "Note" = 'known to nobody'""");
            },
            View + ";" + NewColumn,
            relays: false);

        Assert.Contains("\"Note\":\"known to nobody\"", await File.ReadAllTextAsync(trip.File), StringComparison.Ordinal);
    }

    private static void Fill(MappingModel.Context context)
    {
        context.AddRange(
            new MappingModel.Pet { Name = "cat", Kind = MappingModel.PetKind.Cat, Wrapped = new(7), Packed = (1, 2), Upper = "mixed Case" },
            new MappingModel.Pet { Name = "gone", Kind = MappingModel.PetKind.Dog, Wrapped = new(-1), Packed = (0, int.MaxValue), Upper = "", IsDeleted = true },
            new MappingModel.Pet { Name = "out of range", Kind = (MappingModel.PetKind)99, Wrapped = new(int.MinValue), Packed = (int.MinValue, -1), Upper = null });
        context.SaveChanges();
        context.Database.ExecuteSqlRaw("""INSERT INTO "Logs" ("Text", "Level") VALUES ('a', 1), ('a', 1), ('b', NULL), ('b', NULL), (NULL, NULL)""");
    }
}

internal static class MappingModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Pet> Pets => Set<Pet>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Pet>(pet =>
            {
                pet.HasQueryFilter(row => !row.IsDeleted);
                pet.Property(row => row.Kind).HasConversion<string>();
                pet.Property(row => row.Wrapped).HasConversion(wrapped => wrapped.Value, value => new Wrapped(value));
                pet.Property(row => row.Packed).HasConversion(new ValueConverter<(int A, int B), byte[]>(
                    pair => BitConverter.GetBytes(((long)pair.A << 32) | (uint)pair.B),
                    bytes => ValueTuple.Create((int)(BitConverter.ToInt64(bytes) >> 32), (int)BitConverter.ToInt64(bytes))));
                pet.Property(row => row.Upper).HasConversion(text => "<" + text + ">", stored => stored!.Trim('<', '>'));
            });
            modelBuilder.Entity<PetName>().HasNoKey().ToView("PetNames");
            modelBuilder.Entity<PetCount>().HasNoKey().ToSqlQuery("SELECT count(*) AS \"Count\" FROM \"Pets\"");
            modelBuilder.Entity<Log>().HasNoKey().ToTable("Logs");
        }
    }

    internal enum PetKind
    {
        Cat,
        Dog,
    }

    internal sealed record Wrapped(int Value);

    internal sealed class Pet
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public PetKind Kind { get; set; }

        public Wrapped Wrapped { get; set; } = new(0);

        public (int A, int B) Packed { get; set; }

        public string? Upper { get; set; }

        public bool IsDeleted { get; set; }
    }

    internal sealed class PetName
    {
        public string Name { get; set; } = "";
    }

    internal sealed class PetCount
    {
        public int Count { get; set; }
    }

    internal sealed class Log
    {
        public string? Text { get; set; }

        public int? Level { get; set; }
    }
}
