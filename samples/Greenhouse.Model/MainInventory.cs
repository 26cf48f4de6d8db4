namespace Greenhouse.Model;

/// <summary>How much of an item the greenhouse itself has.</summary>
public class MainInventory
{
    public int Id { get; set; }
    public int ItemId { get; set; }
    public decimal Quantity { get; set; }

    /// <summary>Below this it is ordered again; null if never.</summary>
    public decimal? ReorderLevel { get; set; }

    public string? Shelf { get; set; }
    public DateTimeOffset CountedAt { get; set; }

    public Item Item { get; set; } = null!;
}
