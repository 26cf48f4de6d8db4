using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Specification;

/// <summary>People and what is known of them; keys are numbers and addresses, and others reference both.</summary>
internal static class MaskingModel
{
    public const int People = 20;
    public const int FirstId = 71_340_001;

    /// <summary>Everything that a masked backup must not hold.</summary>
    public static IEnumerable<string> Secrets
        => Enumerable.Range(0, People).SelectMany(number => new[] { IdOf(number).ToString(System.Globalization.CultureInfo.InvariantCulture), EmailOf(number), $"Surname{number:00}", $"+49 171 55{number:0000}", $"secret remark {(number % 4 == 0 ? 1 : number):00}", IbanOf(number), BornOf(number).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), TokenOf(number).ToString() });

    public static void Fill(Context context)
    {
        context.AddRange(Enumerable.Range(0, People).Select(number => new Person
        {
            Id = IdOf(number),
            Email = EmailOf(number),
            Name = $"Surname{number:00}",
            Phone = $"+49 171 55{number:0000}",
            Remark = number % 4 == 0 ? null : $"a secret remark {number:00} of \"them\"\nand more",
            Iban = IbanOf(number),
            Born = BornOf(number),
            Token = TokenOf(number),
        }));
        context.AddRange(Enumerable.Range(0, 3 * People).Select(number => new Letter { PersonId = IdOf(number % 7), Address = number % 5 == 0 ? null : EmailOf(number % 11), City = $"City {number:00}" }));
    }

    private static int IdOf(int number) => FirstId + (number * 13);

    private static string EmailOf(int number) => $"Person.{number:00}@private.test";

    private static string IbanOf(int number) => $"DE4450010517540{number:00}324931";

    private static DateOnly BornOf(int number) => new DateOnly(1931, 5, 17).AddDays(number * 401);

    private static Guid TokenOf(int number) => new(number + 77, 4, 5, [1, 2, 3, 4, 5, 6, 7, 8]);

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Person> People => Set<Person>();

        public DbSet<Letter> Letters => Set<Letter>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Person>().HasIndex(row => row.Iban).IsUnique();
            modelBuilder.Entity<Person>().Property(row => row.Name).HasBackupMask("name");
            modelBuilder.Entity<Letter>().HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
            modelBuilder.Entity<Letter>().HasOne<Person>().WithMany().HasForeignKey(row => row.Address).HasPrincipalKey(row => row.Email);
        }
    }

    internal sealed class Person
    {
        public int Id { get; set; }

        [MaxLength(80)]
        public required string Email { get; set; }

        public required string Name { get; set; }

        [BackupMask("phone")]
        public string? Phone { get; set; }

        [MaxLength(1000)]
        public string? Remark { get; set; }

        public required string Iban { get; set; }

        public DateOnly Born { get; set; }

        public Guid Token { get; set; }
    }

    internal sealed class Letter
    {
        public int Id { get; set; }

        public int PersonId { get; set; }

        public string? Address { get; set; }

        public required string City { get; set; }
    }
}
