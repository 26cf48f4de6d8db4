using Greenhouse.Model;

namespace Greenhouse.Seeding;

/// <summary>The items, and where they lie.</summary>
internal static class Stock
{
    private static readonly string[] Fertilizers =
        ["12-12-17", "15-15-15", "20-20-20", "10-52-10", "13-0-46", "0-52-34", "15.5-0-0", "8-24-24", "5-15-30", "27-0-0"];

    private static readonly string[] Seeds =
        ["Tomato 'Roma'", "Cucumber", "Sweet pepper", "Jalapeño", "Strawberry", "Lettuce", "Aubergine", "Basil", "Courgette", "Melon"];

    private static readonly string[] Tools =
        ["Pruning shears", "Hose 25 m", "Drip line 100 m", "pH meter", "EC meter", "Backpack sprayer", "Wheelbarrow", "Spade", "Thermo-hygrometer", "Gloves"];

    private static readonly string[] Protections = ["Neem oil", "Sulphur", "Copper hydroxide", "Yellow sticky trap", "Soap concentrate"];

    /// <summary>A PNG of one green pixel.</summary>
    private static readonly byte[] Photo = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mPQ6w4HAAH7ARFK28dFAAAAAElFTkSuQmCC");

    public static Item[] Items()
    {
        Item[] items =
        [
            .. Fertilizers.Select(npk => Item($"Fertilizer NPK {npk}", ItemCategory.Fertilizer, "kg", npk)),
            .. Fertilizers.Select(npk => Item($"Liquid fertilizer NPK {npk}", ItemCategory.Fertilizer, "l", npk)),
            .. Seeds.Select(seed => Item($"Seed: {seed}", ItemCategory.Seed, "g")),
            .. Tools.Select(tool => Item(tool, ItemCategory.Tool, "pcs")),
            .. Protections.Select(name => Item(name, ItemCategory.PlantProtection, "l")),
            .. Protections.Select(name => Item($"{name}, large pack", ItemCategory.PlantProtection, "l")),
        ];

        for (var i = 0; i < items.Length; i++)
        {
            items[i].Sku = $"{items[i].Category.ToString()[..1]}-{i + 1:D4}";
            items[i].UnitPrice = 1.25m + (i * 3.49m);
            items[i].Photo = i % 10 == 0 ? Photo : null;
        }

        return items;
    }

    public static IEnumerable<MainInventory> MainInventory(Item[] items) =>
        items.Select((item, i) => new MainInventory
        {
            Item = item,
            Quantity = item.Unit == "pcs" ? i : i * 12.125m,
            ReorderLevel = i % 4 == 3 ? null : 5,
            Shelf = i % 7 == 6 ? null : $"{(char)('A' + (i / 10))}{i % 10}",
            CountedAt = SampleData.Now.AddDays(-i),
        });

    /// <summary>Every customer keeps three kinds of fertilizer and one other thing.</summary>
    public static IEnumerable<CustomerInventory> CustomerInventories(Customer[] customers, Item[] items) =>
        from c in Enumerable.Range(0, customers.Length)
        from item in new[] { c, c + 5, c + 10, c + 20 }
        select new CustomerInventory
        {
            Customer = customers[c],
            Item = items[item],
            Quantity = 2.5m * (1 + ((c + item) % 8)),
            CountedAt = SampleData.Now.AddDays(-c),
        };

    private static Item Item(string name, ItemCategory category, string unit, string? composition = null) => new()
    {
        Sku = "",
        Name = name,
        Category = category,
        Unit = unit,
        Composition = composition,
    };
}
