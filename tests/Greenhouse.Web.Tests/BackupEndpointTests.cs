using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Greenhouse.Web.Tests;

/// <summary>Backups by HTTP: for administrators, and for nobody else.</summary>
public sealed class BackupEndpointTests : IDisposable
{
    private readonly WebApplication _application = new();

    public void Dispose() => _application.Dispose();

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("token-of-nobody", HttpStatusCode.Unauthorized)]
    [InlineData(WebApplication.Expired, HttpStatusCode.Unauthorized)]
    [InlineData(WebApplication.Manager, HttpStatusCode.Forbidden)]
    public async Task Nobody_but_an_administrator_gets_or_restores_a_backup(string? token, HttpStatusCode expected)
    {
        var backup = await (await _application.ClientOf(WebApplication.Administrator).GetAsync("/backup")).Content.ReadAsByteArrayAsync();
        _application.Execute($"DELETE FROM users WHERE email = '{WebApplication.Secret}'");
        using var client = _application.ClientOf(token);

        using var download = await client.GetAsync("/backup");
        using var upload = await client.PostAsync("/restore", new ByteArrayContent(backup));

        Assert.Equal((expected, expected), (download.StatusCode, upload.StatusCode));
        Assert.Empty(await download.Content.ReadAsByteArrayAsync());
        Assert.Equal(expected == HttpStatusCode.Unauthorized, download.Headers.WwwAuthenticate.Count > 0);
        Assert.DoesNotContain(WebApplication.Secret, _application.Users());
        Assert.Empty(_application.SafetyBackups);
    }

    [Fact]
    public async Task A_download_restores_into_another_database()
    {
        using var other = new WebApplication();
        other.Execute("DELETE FROM users WHERE email LIKE 'manager%'");

        using var download = await _application.ClientOf(WebApplication.Administrator).GetAsync("/backup", HttpCompletionOption.ResponseHeadersRead);
        using var upload = await other.ClientOf(WebApplication.Administrator).PostAsync("/restore", new StreamContent(await download.Content.ReadAsStreamAsync()));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (download.StatusCode, upload.StatusCode));
        Assert.Equal("application/gzip", download.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", download.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Matches("^\"?greenhouse-.*Z\\.json\\.gz\"?$", download.Content.Headers.ContentDisposition.FileName!);
        Assert.True(download.Headers.CacheControl!.NoStore);
        // Three users with a session each.
        Assert.Equal(6, (await upload.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("rows").GetInt64());
        Assert.Equal(["admin@greenhouse.example", "manager@greenhouse.example", WebApplication.Secret], other.Users());
        Assert.Single(other.SafetyBackups);
    }

    [Fact]
    public async Task A_download_is_json_that_is_compressed()
    {
        await using var body = await _application.ClientOf(WebApplication.Administrator).GetStreamAsync("/backup");
        using var content = JsonDocument.Parse(new GZipStream(body, CompressionMode.Decompress));

        Assert.Equal(3, content.RootElement.GetProperty("data").GetProperty("users").GetArrayLength());
    }

    [Theory]
    [InlineData("not a backup", "EFB1304")]
    [InlineData("", "EFB1303")]
    [InlineData("{\n\"metadata\": {", "EFB1305")]
    public async Task An_upload_that_is_no_backup_changes_nothing_and_is_answered_with_its_code(string content, string code)
    {
        var before = _application.Users();

        using var upload = await _application.ClientOf(WebApplication.Administrator).PostAsync("/restore", new StringContent(content));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, upload.StatusCode);
        var problem = await upload.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.StartsWith("the stream ", problem.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, _application.Users());
        Assert.Empty(_application.SafetyBackups);
    }

    [Fact]
    public async Task A_database_that_can_not_be_backed_up_is_an_error_with_its_code_and_no_file()
    {
        _application.Execute("PRAGMA foreign_keys = OFF; UPDATE sessions SET user_id = 4711 WHERE session_token = 'token-of-a-manager'");

        using var download = await _application.ClientOf(WebApplication.Administrator).GetAsync("/backup");

        Assert.Equal(HttpStatusCode.InternalServerError, download.StatusCode);
        Assert.Equal("EFB1204", (await download.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Null(download.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task The_daily_backup_that_was_missed_is_taken_at_the_start_and_anybody_may_ask_for_it()
    {
        using var client = _application.ClientOf(token: null);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (_application.DailyBackups.Count == 0)
        {
            await Task.Delay(20, patience.Token);
        }

        Assert.Equal("Healthy", await client.GetStringAsync("/health", patience.Token));
        Assert.Single(_application.DailyBackups);
    }
}
