using Greenhouse.EfBackup.Masking;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Constants as people write them become values as the application would have stored them.</summary>
public abstract class MaskConstantSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private static readonly MaskSetting[] _rules =
    [
        new("Plant", "Price", "constant:12"), new("Plant", "Loose", "constant:7.25"), new("Plant", "Fixed", "constant:3"), new("Plant", "Weight", "constant:1.50"), new("Plant", "Height", "constant:0.10"),
        new("Plant", "Opens", "constant:08:30"), new("Plant", "Lasts", "constant:1.02:30:00"), new("Plant", "Since", "constant:2024-02-29 10:00"),
    ];

    /// <summary>A restore that reads every table back finds no difference, and the rows are those that the application stores itself.</summary>
    [Fact]
    public async Task Constants_are_stored_as_the_application_would_have_stored_them()
    {
        var database = Create<Context>(context => context.Add(new Plant { Id = 1, Price = 99.99m, Loose = 5.125m, Fixed = 1.125m, Weight = 7, Height = 8, Opens = new TimeOnly(1, 2, 3), Lasts = TimeSpan.FromDays(5), Since = DateTimeOffset.UnixEpoch }));
        var wanted = Create<Context>(context => context.Add(new Plant
        {
            Id = 1,
            Price = 12,
            Loose = 7.25m,
            Fixed = 3,
            Weight = 1.5,
            Height = 0.1f,
            Opens = new TimeOnly(8, 30),
            Lasts = new TimeSpan(1, 2, 30, 0),
            Since = new DateTimeOffset(2024, 2, 29, 10, 0, 0, TimeSpan.Zero),
        }));
        var target = Create<Context>();

        await RestoreAsync<Context>(target, await MaskAsync(database, _rules));

        wanted.Dump().AssertSame(target.Dump());
        Assert.Equal(Backups.Check(await BackUpAsync<Context>(wanted)).Tables, Backups.Check(await MaskAsync(target, _rules)).Tables);
    }

    [Theory]
    [InlineData("Price", "cheap", "'cheap' is no decimal that fits into", "write a number")]
    [InlineData("Weight", "1,5", "'1,5' is no double that fits into", "write a number")]
    [InlineData("Height", "1e99", "'1e99' is no single that fits into", "write a number")]
    [InlineData("Opens", "25:00", "'25:00' is no time that fits into", "write a time: \"10:00\"")]
    [InlineData("Lasts", "P1M", "'P1M' is no interval that fits into", "write a duration")]
    public async Task What_the_column_can_not_hold_is_refused(string column, string constant, string message, string help)
    {
        var database = Create<Context>();

        var refused = await RefusedAsync("EFB1822", () => MaskAsync(database, new MaskSetting("Plant", column, $"constant:{constant}")));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(help, refused.Help, StringComparison.Ordinal);
    }

    private async Task<string> MaskAsync(TestDatabase database, params MaskSetting[] rules)
    {
        await using var context = database.Open<Context>();
        return (await Backups.CreateMaskedAsync(context, new MaskOptions(rules, RequireAll: false, Key: null))).File!;
    }

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Plant> Plants => Set<Plant>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            var plant = modelBuilder.Entity<Plant>();
            plant.Property(row => row.Id).ValueGeneratedNever();
            plant.Property(row => row.Price).HasPrecision(18, 2);
            plant.Property(row => row.Fixed).HasColumnType("numeric(10,3)");
        }
    }

    internal sealed class Plant
    {
        public int Id { get; set; }

        public decimal Price { get; set; }

        public decimal Loose { get; set; }

        public decimal Fixed { get; set; }

        public double Weight { get; set; }

        public float Height { get; set; }

        public TimeOnly Opens { get; set; }

        public TimeSpan Lasts { get; set; }

        public DateTimeOffset Since { get; set; }
    }
}
