namespace Greenhouse.Model;

/// <summary>Who works on what.</summary>
public class TaskAssignment
{
    public int TaskId { get; set; }
    public int UserId { get; set; }
    public DateTimeOffset AssignedAt { get; set; }

    public GreenhouseTask Task { get; set; } = null!;
    public User User { get; set; } = null!;
}
