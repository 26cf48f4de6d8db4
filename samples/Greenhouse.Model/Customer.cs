namespace Greenhouse.Model;

/// <summary>A grower whose tunnels are looked after.</summary>
public class Customer
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public required string Address { get; set; }
    public required string City { get; set; }
    public decimal? CreditLimit { get; set; }
    public DateOnly CustomerSince { get; set; }
    public bool IsActive { get; set; }
    public string? Notes { get; set; }

    public List<Tunnel> Tunnels { get; } = [];
    public List<CustomerInventory> Inventory { get; } = [];
}
