namespace Greenhouse.Model;

/// <summary>Something that is kept in stock: a fertilizer, a tool, seed.</summary>
public class Item
{
    public int Id { get; set; }
    public required string Sku { get; set; }
    public required string Name { get; set; }
    public ItemCategory Category { get; set; }

    /// <summary>What a quantity counts: kg, l, pcs.</summary>
    public required string Unit { get; set; }

    public decimal UnitPrice { get; set; }

    /// <summary>Nitrogen, phosphate and potash in percent; fertilizers only.</summary>
    public string? Composition { get; set; }

    public byte[]? Photo { get; set; }
}

/// <summary>Stored by name.</summary>
public enum ItemCategory
{
    Fertilizer,
    Tool,
    Seed,
    PlantProtection,
}
