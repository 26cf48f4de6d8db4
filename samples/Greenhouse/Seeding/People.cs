using Greenhouse.Model;

namespace Greenhouse.Seeding;

/// <summary>Those who sign in, and how.</summary>
internal static class People
{
    // One has asked for a second mail, one has no user yet.
    private static readonly string[] Unverified =
        ["siobhan@greenhouse.example", "siobhan@greenhouse.example", "new.worker@greenhouse.example"];

    public static User[] Users()
    {
        User[] users =
        [
            User("Elif Yıldız", "elif", UserRole.Administrator),
            User("Mehmet Öztürk", "mehmet", UserRole.Manager),
            User("Anna Müller", "anna", UserRole.Manager),
            User("João Conceição", "joao", UserRole.Worker),
            User("Siobhán O'Brien", "siobhan", UserRole.Worker),
        ];

        // Siobhán has a login at GitHub only, and has not opened the mail yet.
        users[4].PasswordHash = null;
        users[4].EmailVerifiedAt = null;
        users[4].Accounts.Add(GitHub("siobhan"));
        users[0].Accounts.AddRange([Google("elif"), GitHub("elif")]);
        users[2].Accounts.Add(Google("anna"));

        for (var i = 0; i < users.Length; i++)
        {
            users[i].CreatedAt = SampleData.Now.AddDays(-400 + (i * 60));
            users[i].Sessions.Add(Session(users[i].Email, 1));
        }

        users[0].Sessions.Add(Session(users[0].Email, 2));
        return users;
    }

    public static IEnumerable<VerificationToken> VerificationTokens() =>
        Unverified.Select((identifier, i) => new VerificationToken
        {
            Identifier = identifier,
            Token = Scramble.Token($"verification {i}"),
            ExpiresAt = SampleData.Now.AddHours(24 * i),
        });

    private static User User(string name, string mailbox, UserRole role) => new()
    {
        Name = name,
        Email = $"{mailbox}@greenhouse.example",
        PasswordHash = Scramble.PasswordHash(mailbox),
        Role = role,
        EmailVerifiedAt = SampleData.Now.AddDays(-30),
    };

    private static Account Google(string mailbox) => new()
    {
        Provider = "google",
        ProviderAccountId = "1" + Convert.ToUInt64(Scramble.Token("google " + mailbox)[..12], 16).ToString("D20"),
        TokenType = "Bearer",
        AccessToken = "ya29." + Scramble.Token("access " + mailbox),
        RefreshToken = "1//" + Scramble.Token("refresh " + mailbox),
        Scope = "openid email profile",
        ExpiresAt = SampleData.Now.AddHours(1).ToUnixTimeSeconds(),
    };

    // GitHub's tokens do not expire and are not refreshed.
    private static Account GitHub(string mailbox) => new()
    {
        Provider = "github",
        ProviderAccountId = Convert.ToUInt32(Scramble.Token("github " + mailbox)[..6], 16).ToString(),
        TokenType = "bearer",
        AccessToken = "gho_" + Scramble.Token("access " + mailbox)[..36],
        Scope = "read:user,user:email",
    };

    private static Session Session(string email, int number) => new()
    {
        Id = Scramble.Guid($"session {email} {number}"),
        SessionToken = Scramble.Token($"session {email} {number}"),
        ExpiresAt = SampleData.Now.AddDays(30 * number),
    };
}
