namespace Greenhouse.Model;

/// <summary>A browser that is signed in.</summary>
public class Session
{
    public Guid Id { get; set; }
    public int UserId { get; set; }
    public required string SessionToken { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    public User User { get; set; } = null!;
}
