using Microsoft.EntityFrameworkCore;

namespace Greenhouse.Model;

/// <summary>Keys, indexes, and what a deletion takes with it.</summary>
internal static class ModelConfiguration
{
    public static void ConfigureAuthentication(this ModelBuilder model)
    {
        model.Entity<User>().HasIndex(user => user.Email).IsUnique();

        model.Entity<Account>(account =>
        {
            account.HasIndex(a => new { a.Provider, a.ProviderAccountId }).IsUnique();
            // Providers promise no length for their tokens.
            account.Property(a => a.AccessToken).HasMaxLength(4000);
            account.Property(a => a.RefreshToken).HasMaxLength(4000);
        });

        model.Entity<Session>(session =>
        {
            session.Property(s => s.Id).ValueGeneratedNever();
            session.HasIndex(s => s.SessionToken).IsUnique();
        });

        model.Entity<VerificationToken>(token =>
        {
            token.HasKey(t => new { t.Identifier, t.Token });
            token.HasIndex(t => t.Token).IsUnique();
        });
    }

    public static void ConfigureInventory(this ModelBuilder model)
    {
        model.Entity<Item>().HasIndex(item => item.Sku).IsUnique();

        model.Entity<Customer>(customer =>
        {
            customer.HasIndex(c => c.Email).IsUnique();
            customer.Property(c => c.Notes).HasMaxLength(4000);
        });

        model.Entity<Tunnel>(tunnel =>
        {
            tunnel.HasIndex(t => new { t.ClientId, t.Name }).IsUnique();
            // A customer goes only when its tunnels are gone.
            tunnel.HasOne(t => t.Client).WithMany(c => c.Tunnels).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<MainInventory>(entry =>
        {
            entry.HasIndex(e => e.ItemId).IsUnique();
            entry.Property(e => e.Quantity).HasPrecision(12, 3);
            entry.Property(e => e.ReorderLevel).HasPrecision(12, 3);
            entry.HasOne(e => e.Item).WithOne().OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<CustomerInventory>(entry =>
        {
            entry.HasKey(e => new { e.CustomerId, e.ItemId });
            entry.Property(e => e.Quantity).HasPrecision(12, 3);
            entry.HasOne(e => e.Item).WithMany().OnDelete(DeleteBehavior.Restrict);
        });
    }

    public static void ConfigureWork(this ModelBuilder model)
    {
        model.Entity<GreenhouseTask>(task =>
        {
            task.Property(t => t.Description).HasMaxLength(4000);
            task.HasIndex(t => new { t.Status, t.DueOn });
            task.HasOne(t => t.Parent).WithMany(t => t.Subtasks).OnDelete(DeleteBehavior.Restrict);
            task.HasOne(t => t.Tunnel).WithMany().OnDelete(DeleteBehavior.SetNull);
            task.HasOne(t => t.CreatedBy).WithMany().OnDelete(DeleteBehavior.Restrict);
            task.HasMany(t => t.Assignees).WithMany(u => u.Tasks).UsingEntity<TaskAssignment>(
                right => right.HasOne(a => a.User).WithMany(),
                left => left.HasOne(a => a.Task).WithMany(t => t.Assignments),
                assignment => assignment.HasKey(a => new { a.TaskId, a.UserId }));
        });

        model.Entity<Schedule>(schedule =>
        {
            schedule.Property(s => s.Dose).HasPrecision(12, 4);
            schedule.HasOne(s => s.Item).WithMany().OnDelete(DeleteBehavior.Restrict);
            schedule.HasOne(s => s.Task).WithMany().OnDelete(DeleteBehavior.Cascade);
            schedule.HasOne(s => s.Responsible).WithMany().OnDelete(DeleteBehavior.SetNull);
            schedule.ToTable(table => table.HasCheckConstraint("CK_schedules_subject",
                "kind = 'Fertilizer' AND item_id IS NOT NULL AND task_id IS NULL OR kind = 'Task' AND task_id IS NOT NULL AND item_id IS NULL"));
        });
    }
}
