using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.Model;

/// <summary>The greenhouse system's database. The options say which provider and which migrations.</summary>
public class GreenhouseContext(DbContextOptions<GreenhouseContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<VerificationToken> VerificationTokens => Set<VerificationToken>();
    public DbSet<Item> Items => Set<Item>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Tunnel> Tunnels => Set<Tunnel>();
    public DbSet<MainInventory> MainInventory => Set<MainInventory>();
    public DbSet<CustomerInventory> CustomerInventories => Set<CustomerInventory>();
    public DbSet<GreenhouseTask> Tasks => Set<GreenhouseTask>();
    public DbSet<TaskAssignment> TaskAssignments => Set<TaskAssignment>();
    public DbSet<Schedule> Schedules => Set<Schedule>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<string>().HaveMaxLength(200);
        configurationBuilder.Properties<decimal>().HavePrecision(12, 2);
        configurationBuilder.Properties<UserRole>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<ItemCategory>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<GreenhouseTaskStatus>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<ScheduleKind>().HaveConversion<string>().HaveMaxLength(20);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ConfigureAuthentication();
        modelBuilder.ConfigureInventory();
        modelBuilder.ConfigureWork();

        // task_assignments, client_id: names that need no quotes in SQL, whichever the database.
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
