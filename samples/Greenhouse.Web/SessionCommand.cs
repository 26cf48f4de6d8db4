using System.Security.Cryptography;
using Greenhouse.Model;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.Web;

/// <summary>Stands in for a page to sign in on: whoever may start programs on the server gets a session of an hour.</summary>
internal static class SessionCommand
{
    private const int TokenBytes = 32;
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(1);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string email)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<GreenhouseContext>();
        if (await context.Users.FirstOrDefaultAsync(user => user.Email == email) is not { } user)
        {
            await Console.Error.WriteLineAsync($"There is no user {email}.");
            return 1;
        }

        var session = new Session { Id = Guid.NewGuid(), SessionToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)), ExpiresAt = DateTimeOffset.UtcNow + _lifetime };
        user.Sessions.Add(session);
        await context.SaveChangesAsync();
        Console.WriteLine(session.SessionToken);
        return 0;
    }
}
