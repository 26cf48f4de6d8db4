using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Sqlite.Tests.RealData;

/// <summary>The music shop of lerocha/chinook-database: eleven tables, one entity each.</summary>
internal sealed class ChinookContext(DbContextOptions<ChinookContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Album>().ToTable("Album").HasKey(row => row.AlbumId);
        modelBuilder.Entity<Album>().HasOne<Artist>().WithMany().HasForeignKey(row => row.ArtistId);
        modelBuilder.Entity<Artist>().ToTable("Artist").HasKey(row => row.ArtistId);
        modelBuilder.Entity<Customer>().ToTable("Customer").HasKey(row => row.CustomerId);
        modelBuilder.Entity<Customer>().HasOne<Employee>().WithMany().HasForeignKey(row => row.SupportRepId);
        modelBuilder.Entity<Employee>().ToTable("Employee").HasKey(row => row.EmployeeId);
        modelBuilder.Entity<Employee>().HasOne<Employee>().WithMany().HasForeignKey(row => row.ReportsTo);
        modelBuilder.Entity<Genre>().ToTable("Genre").HasKey(row => row.GenreId);
        modelBuilder.Entity<Invoice>().ToTable("Invoice").HasKey(row => row.InvoiceId);
        modelBuilder.Entity<Invoice>().HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId);
        modelBuilder.Entity<InvoiceLine>().ToTable("InvoiceLine").HasKey(row => row.InvoiceLineId);
        modelBuilder.Entity<InvoiceLine>().HasOne<Track>().WithMany().HasForeignKey(row => row.TrackId);
        modelBuilder.Entity<InvoiceLine>().HasOne<Invoice>().WithMany().HasForeignKey(row => row.InvoiceId);
        modelBuilder.Entity<MediaType>().ToTable("MediaType").HasKey(row => row.MediaTypeId);
        modelBuilder.Entity<Playlist>().ToTable("Playlist").HasKey(row => row.PlaylistId);
        modelBuilder.Entity<PlaylistTrack>().ToTable("PlaylistTrack").HasKey(row => new { row.PlaylistId, row.TrackId });
        modelBuilder.Entity<PlaylistTrack>().HasOne<Track>().WithMany().HasForeignKey(row => row.TrackId);
        modelBuilder.Entity<PlaylistTrack>().HasOne<Playlist>().WithMany().HasForeignKey(row => row.PlaylistId);
        modelBuilder.Entity<Track>().ToTable("Track").HasKey(row => row.TrackId);
        modelBuilder.Entity<Track>().HasOne<MediaType>().WithMany().HasForeignKey(row => row.MediaTypeId);
        modelBuilder.Entity<Track>().HasOne<Genre>().WithMany().HasForeignKey(row => row.GenreId);
        modelBuilder.Entity<Track>().HasOne<Album>().WithMany().HasForeignKey(row => row.AlbumId);
    }

    internal sealed class Album
    {
        public long AlbumId { get; set; }

        public string Title { get; set; } = "";

        public long ArtistId { get; set; }
    }

    internal sealed class Artist
    {
        public long ArtistId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Customer
    {
        public long CustomerId { get; set; }

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

        public long? SupportRepId { get; set; }
    }

    internal sealed class Employee
    {
        public long EmployeeId { get; set; }

        public string LastName { get; set; } = "";

        public string FirstName { get; set; } = "";

        public string? Title { get; set; }

        public long? ReportsTo { get; set; }

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
        public long GenreId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Invoice
    {
        public long InvoiceId { get; set; }

        public long CustomerId { get; set; }

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
        public long InvoiceLineId { get; set; }

        public long InvoiceId { get; set; }

        public long TrackId { get; set; }

        public decimal UnitPrice { get; set; }

        public long Quantity { get; set; }
    }

    internal sealed class MediaType
    {
        public long MediaTypeId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Playlist
    {
        public long PlaylistId { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class PlaylistTrack
    {
        public long PlaylistId { get; set; }

        public long TrackId { get; set; }
    }

    internal sealed class Track
    {
        public long TrackId { get; set; }

        public string Name { get; set; } = "";

        public long? AlbumId { get; set; }

        public long MediaTypeId { get; set; }

        public long? GenreId { get; set; }

        public string? Composer { get; set; }

        public long Milliseconds { get; set; }

        public long? Bytes { get; set; }

        public decimal UnitPrice { get; set; }
    }
}
