namespace Greenhouse.Model;

/// <summary>What a link in a mail carries: it proves that the address is the reader's. It has no key but its own values.</summary>
public class VerificationToken
{
    /// <summary>The address. Not a foreign key: it may belong to nobody yet.</summary>
    public required string Identifier { get; set; }

    public required string Token { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
}
