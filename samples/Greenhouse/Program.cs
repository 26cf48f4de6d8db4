using Greenhouse;
using Greenhouse.Model;
using Greenhouse.Seeding;
using Microsoft.EntityFrameworkCore;

using var context = new GreenhouseContextFactory().CreateDbContext(args);

switch (args)
{
    case ["seed"]:
        context.Database.Migrate();
        Console.WriteLine(SampleData.Seed(context) ? "Seeded." : "The database holds data already; nothing was changed.");
        return 0;
    case []:
        return Summarize(context);
    default:
        Console.Error.WriteLine("usage: dotnet run [-- seed]");
        return 2;
}

static int Summarize(GreenhouseContext context)
{
    if (context.Database.GetPendingMigrations().Any())
    {
        Console.Error.WriteLine("The database is missing or older than this program. Run: dotnet run -- seed");
        return 1;
    }

    Console.WriteLine($"{context.Users.Count()} users, {context.Customers.Count()} customers, {context.Tunnels.Count()} tunnels, "
        + $"{context.Schedules.Count()} schedules, {context.Items.Count()} items, {context.Tasks.Count()} tasks");

    foreach (var customer in context.Customers.OrderBy(c => c.Name).Select(c => new { c.Name, Tunnels = c.Tunnels.Count }))
    {
        Console.WriteLine($"  {customer.Name}: {customer.Tunnels} tunnels");
    }

    return 0;
}
