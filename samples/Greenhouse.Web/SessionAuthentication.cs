using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Greenhouse.Model;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Greenhouse.Web;

/// <summary>
/// Whoever sends the token of a session is its user: <c>Authorization: Bearer ...</c>. No browser sends that header by itself, so that no other site can have one
/// restore something, and no antiforgery token is needed. An application with cookies needs one.
/// </summary>
internal sealed class SessionAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, GreenhouseContext context)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Session";
    private const string Bearer = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) || header is not { Scheme: Bearer, Parameter: { Length: > 0 } token })
        {
            return AuthenticateResult.NoResult();
        }

        var found = await context.Sessions.Where(session => session.SessionToken == token)
            .Select(session => new { session.ExpiresAt, session.User.Email, session.User.Role }).FirstOrDefaultAsync(Context.RequestAborted);
        if (found is null || found.ExpiresAt <= TimeProvider.GetUtcNow())
        {
            return AuthenticateResult.Fail("There is no such session, or it has expired.");
        }

        var user = new ClaimsIdentity([new Claim(ClaimTypes.Name, found.Email), new Claim(ClaimTypes.Role, found.Role.ToString())], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(user), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Bearer;
        return base.HandleChallengeAsync(properties);
    }
}
