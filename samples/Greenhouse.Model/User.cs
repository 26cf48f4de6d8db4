namespace Greenhouse.Model;

/// <summary>Somebody who signs in, with a password or through an <see cref="Account"/>.</summary>
public class User
{
    public int Id { get; set; }
    public required string Email { get; set; }
    public required string Name { get; set; }

    /// <summary>A bcrypt hash; null for those who sign in only through an OAuth provider.</summary>
    public string? PasswordHash { get; set; }

    public UserRole Role { get; set; }
    public DateTimeOffset? EmailVerifiedAt { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    public List<Account> Accounts { get; } = [];
    public List<Session> Sessions { get; } = [];
    public List<GreenhouseTask> Tasks { get; } = [];
}

/// <summary>Stored by name.</summary>
public enum UserRole
{
    Worker,
    Manager,
    Administrator,
}
