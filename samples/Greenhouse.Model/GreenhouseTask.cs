namespace Greenhouse.Model;

/// <summary>Work to be done. A large task is split into smaller ones, which name it as their parent.</summary>
public class GreenhouseTask
{
    public int Id { get; set; }
    public required string Title { get; set; }
    public string? Description { get; set; }
    public GreenhouseTaskStatus Status { get; set; }
    public int? ParentId { get; set; }

    /// <summary>Where; null for work that belongs to no tunnel.</summary>
    public int? TunnelId { get; set; }

    public int CreatedById { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateOnly? DueOn { get; set; }
    public TimeSpan? EstimatedDuration { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }

    public GreenhouseTask? Parent { get; set; }
    public Tunnel? Tunnel { get; set; }
    public User CreatedBy { get; set; } = null!;
    public List<GreenhouseTask> Subtasks { get; } = [];
    public List<User> Assignees { get; } = [];
    public List<TaskAssignment> Assignments { get; } = [];
}

/// <summary>Stored by name.</summary>
public enum GreenhouseTaskStatus
{
    Open,
    InProgress,
    Done,
    Cancelled,
}
