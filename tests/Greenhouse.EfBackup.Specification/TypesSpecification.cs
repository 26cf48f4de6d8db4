using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Every scalar type that EF Core maps, at its edges, and null.</summary>
public abstract class TypesSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Every_scalar_type_comes_back_at_its_edges()
    {
        var rows = MakeRows().ToArray();

        var trip = await RoundTripAsync<TypesModel.Context>(context => context.AddRange(rows));

        await using var context = trip.Target.Open<TypesModel.Context>();
        var read = await context.Rows.AsNoTracking().OrderBy(row => row.Id).ToListAsync();
        Assert.Equal(rows.Select(row => row.Text), read.Select(row => row.Text));
        Assert.Equal(rows.Select(row => row.Long), read.Select(row => row.Long));
        Assert.Equal(rows.Select(row => row.Double), read.Select(row => row.Double));
        Assert.Equal(rows.Select(row => row.Float), read.Select(row => row.Float));
        Assert.Equal(rows.Select(row => row.Moment), read.Select(row => row.Moment));
        Assert.Equal(rows.Select(row => row.Span), read.Select(row => row.Span));
        Assert.Equal(rows.Select(row => row.Bytes), read.Select(row => row.Bytes));
        Assert.Equal(rows.Select(row => row.Guid), read.Select(row => row.Guid));
        Assert.Equal(rows.Select(row => row.Decimal), read.Select(row => row.Decimal));
        Assert.Equal(rows.Select(row => row.Instant), read.Select(row => row.Instant));
    }

    [Fact]
    public async Task Columns_have_the_kind_of_their_type()
    {
        var database = Create<TypesModel.Context>(context => context.Add(new TypesModel.Row { Id = 1 }));

        var file = Backups.Check(await BackUpAsync<TypesModel.Context>(database));

        var kinds = file.Metadata.Tables.Single().Columns.ToDictionary(column => column.Name, column => column.Kind.ToString());
        Assert.Equal("Boolean", kinds["Flag"]);
        Assert.All(["Byte", "Short", "Int", "Long", "UInt", "Enum"], name => Assert.Equal("Integer", kinds[name]));
        Assert.Equal(("Single", "Double", "Decimal"), (kinds["Float"], kinds["Double"], kinds["Decimal"]));
        Assert.Equal(("Date", "Time", "DateTime", "Timestamp", "Interval"), (kinds["Date"], kinds["Time"], kinds["Moment"], kinds["Instant"], kinds["Span"]));
        Assert.Equal(("Guid", "Binary", "String", "String"), (kinds["Guid"], kinds["Bytes"], kinds["Text"], kinds["Char"]));
    }

    /// <summary>As many rows as the longest list has values, then one of nulls.</summary>
    [Fact]
    public async Task A_database_does_not_differ_from_its_backup_whatever_the_types()
    {
        var rows = MakeRows().ToArray();
        var database = Create<TypesModel.Context>(context => context.AddRange(rows));
        var file = await BackUpAsync<TypesModel.Context>(database);
        await using var context = database.Open<TypesModel.Context>();

        var found = (await Backups.DiffAsync(context, file)).Values.Single();

        Assert.Equal((0, 0, 0, rows.Length), (found.Added, found.Removed, found.Changed, found.Same));
    }

    private IEnumerable<TypesModel.Row> MakeRows()
    {
        for (var i = 0; i < Awkward.Texts.Length; i++)
        {
            var moment = Cut(At(Awkward.Moments, i));
            yield return new TypesModel.Row
            {
                Id = i + 1,
                Flag = i % 2 == 0,
                Byte = At([byte.MinValue, byte.MaxValue, (byte)1], i),
                SByte = At([sbyte.MinValue, sbyte.MaxValue], i),
                Short = At([short.MinValue, short.MaxValue], i),
                UShort = At([ushort.MinValue, ushort.MaxValue], i),
                Int = At([int.MinValue, int.MaxValue], i),
                UInt = At([uint.MinValue, uint.MaxValue], i),
                Long = At(Awkward.Longs, i),
                Float = At(Awkward.Floats, i),
                Double = At(Awkward.Doubles, i),
                Decimal = At(Awkward.Decimals, i),
                Char = At(['a', '\'', '"', 'ü', '日', '\n'], i),
                Text = Awkward.Texts[i],
                Bytes = At(Awkward.Blobs, i),
                Guid = At(Awkward.Guids, i),
                Date = DateOnly.FromDateTime(At(Awkward.Moments, i)),
                Time = TimeOnly.FromTimeSpan(moment.TimeOfDay),
                Moment = moment,
                Instant = new DateTimeOffset(Inner(moment), Fixture.KeepsOffsets ? At(Awkward.Offsets, i) : TimeSpan.Zero),
                Span = new TimeSpan(At(Awkward.Spans, i).Ticks / Fixture.TicksOfAnInstant * Fixture.TicksOfAnInstant),
                Enum = (DayOfWeek)(i % 9),
            };
        }

        yield return new TypesModel.Row { Id = 1000 };
    }

    private static T At<T>(T[] values, int index) => values[index % values.Length];

    private DateTime Cut(DateTime moment) => new(moment.Ticks / Fixture.TicksOfAnInstant * Fixture.TicksOfAnInstant);

    /// <summary>Far enough from the ends that an offset does not leave the calendar.</summary>
    private static DateTime Inner(DateTime moment)
        => moment.Year == 1 ? moment.AddDays(1) : moment.Year == 9999 ? moment.AddDays(-1) : moment;
}

internal static class TypesModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Row> Rows => Set<Row>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Row>().Property(row => row.Id).ValueGeneratedNever();
    }

    internal sealed class Row
    {
        public int Id { get; set; }

        public bool? Flag { get; set; }

        public byte? Byte { get; set; }

        public sbyte? SByte { get; set; }

        public short? Short { get; set; }

        public ushort? UShort { get; set; }

        public int? Int { get; set; }

        public uint? UInt { get; set; }

        public long? Long { get; set; }

        public float? Float { get; set; }

        public double? Double { get; set; }

        public decimal? Decimal { get; set; }

        public char? Char { get; set; }

        public string? Text { get; set; }

        public byte[]? Bytes { get; set; }

        public Guid? Guid { get; set; }

        public DateOnly? Date { get; set; }

        public TimeOnly? Time { get; set; }

        public DateTime? Moment { get; set; }

        public DateTimeOffset? Instant { get; set; }

        public TimeSpan? Span { get; set; }

        public DayOfWeek? Enum { get; set; }
    }
}
