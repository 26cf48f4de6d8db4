namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>An application that makes its database and seeds it, as one on EF Core 8 does.</summary>
internal static class SeedingCode
{
    /// <summary>The seed that lies beside the application.</summary>
    public const string Seed = """
        {
          "Orders": [
            { "Id": 1, "CustomerId": { "$ref": "ada" }, "Total": 12.5, "Note": "from the seed" },   // before its customer
            { "Id": 2, "CustomerId": { "$ref": "ada" }, "Total": 3 },
          ],
          "Customer": [
            { "$ref": "ada", "Name": "Ada" },
          ],
        }
        """;

    public const string Program = "using Greenhouse.EfBackup;\n" + AppCode.Usings + AppCode.Context + """
        public static class Program
        {
            public static async Task Main(string[] args)
            {
                var options = new DbContextOptionsBuilder<ShopContext>().UseSqlite(Environment.GetEnvironmentVariable("SHOP_CONNECTION"));
                if (args is ["hooked"])
                {
                    options.UseBackupSeeding("seed.json");
                }

                await using var context = new ShopContext(options.Options);
                await context.Database.EnsureCreatedAsync();
                var seeded = await context.Database.SeedAsync(args[0]);
                Console.WriteLine($"{seeded.Inserted} inserted, {seeded.Updated} updated, {seeded.Unchanged} unchanged");
                foreach (var order in await context.Orders.Include(order => order.Customer).OrderBy(order => order.Id).ToListAsync())
                {
                    Console.WriteLine(FormattableString.Invariant($"{order.Customer!.Name}: {order.Total} {order.Note}"));
                }
            }
        }

        """;
}
