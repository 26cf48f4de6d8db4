using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Specification;

/// <summary>The music shop of lerocha/chinook-database: eleven tables, one entity each, named as in the script for one kind of database.</summary>
internal abstract class ChinookContext(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Album>().HasKey(row => row.AlbumId);
        modelBuilder.Entity<Album>().HasOne<Artist>().WithMany().HasForeignKey(row => row.ArtistId);
        modelBuilder.Entity<Artist>().HasKey(row => row.ArtistId);
        modelBuilder.Entity<Customer>().HasKey(row => row.CustomerId);
        modelBuilder.Entity<Customer>().HasOne<Employee>().WithMany().HasForeignKey(row => row.SupportRepId);
        modelBuilder.Entity<Employee>().HasKey(row => row.EmployeeId);
        modelBuilder.Entity<Employee>().HasOne<Employee>().WithMany().HasForeignKey(row => row.ReportsTo);
        modelBuilder.Entity<Genre>().HasKey(row => row.GenreId);
        modelBuilder.Entity<Invoice>().HasKey(row => row.InvoiceId);
        modelBuilder.Entity<Invoice>().HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId);
        modelBuilder.Entity<InvoiceLine>().HasKey(row => row.InvoiceLineId);
        modelBuilder.Entity<InvoiceLine>().HasOne<Track>().WithMany().HasForeignKey(row => row.TrackId);
        modelBuilder.Entity<InvoiceLine>().HasOne<Invoice>().WithMany().HasForeignKey(row => row.InvoiceId);
        modelBuilder.Entity<MediaType>().HasKey(row => row.MediaTypeId);
        modelBuilder.Entity<Playlist>().HasKey(row => row.PlaylistId);
        modelBuilder.Entity<PlaylistTrack>().HasKey(row => new { row.PlaylistId, row.TrackId });
        modelBuilder.Entity<PlaylistTrack>().HasOne<Track>().WithMany().HasForeignKey(row => row.TrackId);
        modelBuilder.Entity<PlaylistTrack>().HasOne<Playlist>().WithMany().HasForeignKey(row => row.PlaylistId);
        modelBuilder.Entity<Track>().HasKey(row => row.TrackId);
        modelBuilder.Entity<Track>().HasOne<MediaType>().WithMany().HasForeignKey(row => row.MediaTypeId);
        modelBuilder.Entity<Track>().HasOne<Genre>().WithMany().HasForeignKey(row => row.GenreId);
        modelBuilder.Entity<Track>().HasOne<Album>().WithMany().HasForeignKey(row => row.AlbumId);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(Name(entity.ClrType.Name));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Name(property.Name));
            }
        }
    }

    /// <summary>How the script spells a name.</summary>
    protected abstract string Name(string name);

    internal sealed class Album
    {
        public int AlbumId { get; set; }

        public string Title { get; set; } = "";

        public int ArtistId { get; set; }
    }

    internal sealed class Artist
    {
        public int ArtistId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Customer
    {
        public int CustomerId { get; set; }

        public string FirstName { get; set; } = "";

        public string LastName { get; set; } = "";

        public string? Company { get; set; }

        public string? Address { get; set; }

        public string? City { get; set; }

        public string? State { get; set; }

        public string? Country { get; set; }

        public string? PostalCode { get; set; }

        public string? Phone { get; set; }

        public string? Fax { get; set; }

        public string Email { get; set; } = "";

        public int? SupportRepId { get; set; }
    }

    internal sealed class Employee
    {
        public int EmployeeId { get; set; }

        public string LastName { get; set; } = "";

        public string FirstName { get; set; } = "";

        public string? Title { get; set; }

        public int? ReportsTo { get; set; }

        public DateTime? BirthDate { get; set; }

        public DateTime? HireDate { get; set; }

        public string? Address { get; set; }

        public string? City { get; set; }

        public string? State { get; set; }

        public string? Country { get; set; }

        public string? PostalCode { get; set; }

        public string? Phone { get; set; }

        public string? Fax { get; set; }

        public string? Email { get; set; }
    }

    internal sealed class Genre
    {
        public int GenreId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Invoice
    {
        public int InvoiceId { get; set; }

        public int CustomerId { get; set; }

        public DateTime InvoiceDate { get; set; }

        public string? BillingAddress { get; set; }

        public string? BillingCity { get; set; }

        public string? BillingState { get; set; }

        public string? BillingCountry { get; set; }

        public string? BillingPostalCode { get; set; }

        public decimal Total { get; set; }
    }

    internal sealed class InvoiceLine
    {
        public int InvoiceLineId { get; set; }

        public int InvoiceId { get; set; }

        public int TrackId { get; set; }

        public decimal UnitPrice { get; set; }

        public int Quantity { get; set; }
    }

    internal sealed class MediaType
    {
        public int MediaTypeId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Playlist
    {
        public int PlaylistId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class PlaylistTrack
    {
        public int PlaylistId { get; set; }

        public int TrackId { get; set; }
    }

    internal sealed class Track
    {
        public int TrackId { get; set; }

        public string Name { get; set; } = "";

        public int? AlbumId { get; set; }

        public int MediaTypeId { get; set; }

        public int? GenreId { get; set; }

        public string? Composer { get; set; }

        public int Milliseconds { get; set; }

        public int? Bytes { get; set; }

        public decimal UnitPrice { get; set; }
    }
}
