namespace Greenhouse.Model;

/// <summary>A user's login at an OAuth provider.</summary>
public class Account
{
    public int Id { get; set; }
    public int UserId { get; set; }
    public required string Provider { get; set; }

    /// <summary>The user's identity there. One account of a provider belongs to one user.</summary>
    public required string ProviderAccountId { get; set; }

    public required string TokenType { get; set; }
    public string? AccessToken { get; set; }
    public string? RefreshToken { get; set; }
    public string? Scope { get; set; }

    /// <summary>Seconds since 1970, as the provider sends it.</summary>
    public long? ExpiresAt { get; set; }

    public User User { get; set; } = null!;
}
