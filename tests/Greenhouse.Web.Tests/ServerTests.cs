using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Greenhouse.Web.Tests;

/// <summary>The application as its README starts it: a process with a server of its own.</summary>
public sealed partial class ServerTests : IDisposable
{
    private readonly WebApplication _application = new();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task A_token_of_the_command_line_downloads_and_restores_through_a_server()
    {
        using var command = Start("session", "admin@greenhouse.example");
        var log = command.StandardError.ReadToEndAsync();
        var token = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        Assert.True(command.ExitCode == 0, await log);
        Assert.Matches("^[0-9a-f]{64}\r?\n$", token);

        using var server = Start("--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOfAsync(server) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
            var backup = await client.GetByteArrayAsync("backup");
            _application.Execute("DELETE FROM users WHERE email LIKE 'manager%'");

            using var upload = await client.PostAsync("restore", new ByteArrayContent(backup));
            using var health = await client.GetAsync("health");

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (upload.StatusCode, health.StatusCode));
            Assert.Contains("manager@greenhouse.example", _application.Users());
            Assert.Single(_application.SafetyBackups);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _application.Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Where it says that it listens. What it says afterwards is read and dropped, so that it can go on.</summary>
    private static async Task<Uri> AddressOfAsync(Process server)
    {
        var said = new List<string>();
        while (await server.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = Task.WhenAll(server.StandardError.ReadToEndAsync(), server.StandardOutput.ReadToEndAsync());
                return new Uri(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException($"It does not listen:\n{string.Join('\n', said)}");
    }

    [GeneratedRegex(@"Now listening on: (http\S+)")]
    private static partial Regex Listening();
}
