using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Generated keys and their counters, composite keys, alternate keys, unique indexes.</summary>
public abstract class KeysSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Generated_keys_come_back_and_the_next_one_is_the_one_it_would_have_been()
    {
        var trip = await RoundTripAsync<KeysModel.Context>(FillWithGap, add: context => context.Add(new KeysModel.Ticket { Text = "later" }));

        var (expected, source, target) = (6, NextTicket(trip.Source), NextTicket(trip.Target));

        Assert.Equal(expected, source);
        Assert.Equal(expected, target);
    }

    [Fact]
    public async Task A_counter_whose_rows_are_all_gone_is_still_restored()
    {
        var source = Create<KeysModel.Context>(context => FillWithGap(context, keep: false));
        var file = await BackUpAsync<KeysModel.Context>(source);
        var target = Create<KeysModel.Context>();

        await RestoreAsync<KeysModel.Context>(target, file);

        Assert.Equal(6, NextTicket(target));
    }

    [Fact]
    public async Task A_counter_goes_back_when_the_backup_is_older_than_its_rows()
    {
        var database = Create<KeysModel.Context>(context => context.Add(new KeysModel.Mixed { A = 1, B = "b" }));
        var file = await BackUpAsync<KeysModel.Context>(database);
        NextTicket(database);
        NextTicket(database);

        await RestoreAsync<KeysModel.Context>(database, file);

        Assert.Equal(1, NextTicket(database));
    }

    [Fact]
    public Task Composite_keys_of_text_number_guid_and_bytes_come_back()
        => RoundTripAsync<KeysModel.Context>(context => context.AddRange(
            from text in Awkward.Texts
            from number in Awkward.Longs
            select new KeysModel.Mixed { A = number, B = text, C = Awkward.Guids[2], D = Awkward.Blobs[4] }));

    [Fact]
    public Task Alternate_keys_that_others_reference_and_unique_indexes_with_nulls_come_back()
        => RoundTripAsync<KeysModel.Context>(context =>
        {
            context.AddRange(Awkward.Texts.Select((text, index) => new KeysModel.Named { Name = text, Email = index % 2 == 0 ? null : $"{index}@example.org" }));
            context.AddRange(Awkward.Texts.Select(text => new KeysModel.Mention { OfName = text }));
        });

    private static void FillWithGap(KeysModel.Context context) => FillWithGap(context, keep: true);

    /// <summary>Keys 1 to 5 are given out; the last are deleted, so that the highest row no longer tells the counter.</summary>
    private static void FillWithGap(KeysModel.Context context, bool keep)
    {
        for (var i = 0; i < 5; i++)
        {
            context.Add(new KeysModel.Ticket { Text = Awkward.Texts[i] });
            context.SaveChanges();
        }

        context.RemoveRange(context.Tickets.Where(ticket => !keep || ticket.Id >= 4));
    }

    private static int NextTicket(TestDatabase database)
    {
        using var context = database.Open<KeysModel.Context>();
        var ticket = new KeysModel.Ticket { Text = "next" };
        context.Add(ticket);
        context.SaveChanges();
        return ticket.Id;
    }
}

internal static class KeysModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Ticket> Tickets => Set<Ticket>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Mixed>().HasKey(row => new { row.B, row.A, row.C, row.D });
            modelBuilder.Entity<Named>().HasIndex(row => row.Email).IsUnique();
            modelBuilder.Entity<Mention>().HasOne<Named>().WithMany().HasForeignKey(row => row.OfName).HasPrincipalKey(row => row.Name);
        }
    }

    internal sealed class Ticket
    {
        public int Id { get; set; }

        public string? Text { get; set; }
    }

    internal sealed class Mixed
    {
        public long A { get; set; }

        public string B { get; set; } = "";

        public Guid C { get; set; }

        public byte[] D { get; set; } = [];

        public string? Note { get; set; } = "note";
    }

    internal sealed class Named
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public string? Email { get; set; }
    }

    internal sealed class Mention
    {
        public int Id { get; set; }

        public string OfName { get; set; } = "";
    }
}
