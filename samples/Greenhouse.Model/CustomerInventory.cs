namespace Greenhouse.Model;

/// <summary>How much of an item lies at a customer's. Its key is the pair.</summary>
public class CustomerInventory
{
    public int CustomerId { get; set; }
    public int ItemId { get; set; }
    public decimal Quantity { get; set; }
    public DateTimeOffset CountedAt { get; set; }

    public Customer Customer { get; set; } = null!;
    public Item Item { get; set; } = null!;
}
