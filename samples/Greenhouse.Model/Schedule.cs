namespace Greenhouse.Model;

/// <summary>What recurs in a tunnel: giving a fertilizer (then it names an item and a dose) or doing a task (then it names the task).</summary>
public class Schedule
{
    public int Id { get; set; }
    public ScheduleKind Kind { get; set; }
    public int TunnelId { get; set; }
    public int? ItemId { get; set; }
    public int? TaskId { get; set; }

    /// <summary>Who sees to it; null once that user is gone.</summary>
    public int? ResponsibleId { get; set; }

    /// <summary>In the item's unit, for a hectare.</summary>
    public decimal? Dose { get; set; }

    public DateOnly StartsOn { get; set; }
    public DateOnly? EndsOn { get; set; }
    public int EveryDays { get; set; }
    public TimeOnly TimeOfDay { get; set; }
    public bool IsActive { get; set; }
    public DateTimeOffset? LastRunAt { get; set; }

    public Tunnel Tunnel { get; set; } = null!;
    public Item? Item { get; set; }
    public GreenhouseTask? Task { get; set; }
    public User? Responsible { get; set; }
}

/// <summary>Stored by name.</summary>
public enum ScheduleKind
{
    Fertilizer,
    Task,
}
