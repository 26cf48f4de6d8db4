using Greenhouse.Model;

namespace Greenhouse.Seeding;

/// <summary>
/// Believable data, the same at every run and on every database: no clock, no random numbers.
/// Ids are left to the database, so that its sequences are where they belong.
/// </summary>
public static class SampleData
{
    /// <summary>The day that the data speaks of as today.</summary>
    internal static readonly DateTimeOffset Now = new(2024, 1, 1, 10, 0, 0, TimeSpan.Zero);

    internal static readonly DateOnly Today = DateOnly.FromDateTime(Now.Date);

    /// <summary>Fills an empty database, completely or not at all; false if it holds data already.</summary>
    public static bool Seed(GreenhouseContext context)
    {
        if (context.Users.Any())
        {
            return false;
        }

        var users = People.Users();
        var items = Stock.Items();
        var customers = Growers.Customers();
        var tunnels = Growers.Tunnels(customers);
        var tasks = Work.Tasks(users, tunnels);

        // A table at a time, so that ids follow the order in which rows are listed here.
        IEnumerable<object>[] tables =
        [
            users,
            People.VerificationTokens(),
            items,
            customers,
            tunnels,
            Stock.MainInventory(items),
            Stock.CustomerInventories(customers, items),
            tasks,
            Work.Assignments(tasks, users),
            Work.Schedules(users, items, tunnels, tasks),
        ];

        using var transaction = context.Database.BeginTransaction();
        foreach (var rows in tables)
        {
            context.AddRange(rows);
            context.SaveChanges();
        }

        transaction.Commit();
        return true;
    }
}
