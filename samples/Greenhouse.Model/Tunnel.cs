namespace Greenhouse.Model;

/// <summary>A polytunnel or glasshouse.</summary>
public class Tunnel
{
    public int Id { get; set; }
    public required string Name { get; set; }

    /// <summary>The customer it belongs to. The first release kept the customer's name instead; a migration looked the ids up.</summary>
    public int ClientId { get; set; }

    /// <summary>Metres.</summary>
    public double Length { get; set; }

    /// <summary>Metres.</summary>
    public double Width { get; set; }

    public TunnelCovering Covering { get; set; }
    public string? Crop { get; set; }
    public DateOnly? PlantedOn { get; set; }

    public Customer Client { get; set; } = null!;
    public List<Schedule> Schedules { get; } = [];
}

/// <summary>Stored by number.</summary>
public enum TunnelCovering
{
    Film = 0,
    Net = 1,
    Glass = 2,
}
