using System.Globalization;
using Greenhouse.EfBackup;
using Greenhouse.Model;
using Microsoft.AspNetCore.Mvc;

namespace Greenhouse.Web;

/// <summary>A backup as a download, and a restore as an upload. Both stream: nothing of a backup is held in memory, however large it is.</summary>
internal static class BackupEndpoints
{
    public const string Administrators = nameof(Administrators);

    public static void MapBackups(this IEndpointRouteBuilder routes, BackupSettings settings)
    {
        var administrators = routes.MapGroup("").RequireAuthorization(Administrators);
        administrators.MapGet("/backup", DownloadAsync);
        // Kestrel would take 30 MB.
        administrators.MapPost("/restore", RestoreAsync).WithMetadata(new RequestSizeLimitAttribute(settings.LargestUpload));
    }

    private static async Task DownloadAsync(HttpContext http, GreenhouseContext context, TimeProvider time)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"greenhouse-{time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH-mm-ss'Z'}.json.gz");
        http.Response.ContentType = "application/gzip";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await context.Database.BackupAsync(http.Response.Body, new EfBackupCreateOptions { Compression = EfBackupCompression.Gzip }, progress: null, http.RequestAborted);
        }
        catch (EfBackupException) when (http.Response.HasStarted)
        {
            // It is too late for another status: a transfer that breaks is not taken for a file that is whole.
            http.Abort();
        }
        catch (EfBackupException failure)
        {
            http.Response.Clear();
            await Failure(failure).ExecuteAsync(http);
        }
    }

    private static async Task<IResult> RestoreAsync(HttpRequest request, GreenhouseContext context, BackupSettings settings, CancellationToken cancellation)
    {
        try
        {
            var restored = await context.Database.RestoreAsync(request.Body, new EfBackupRestoreOptions { SafetyFolder = settings.Folder }, progress: null, cancellation);
            return Results.Ok(new { restored.Rows, restored.Tables, SafetyBackup = Path.GetFileName(restored.SafetyBackup) });
        }
        catch (EfBackupException failure)
        {
            return Failure(failure);
        }
    }

    /// <summary>What is wrong with the upload (EFB13 to EFB15) is the caller's to mend, everything else ours.</summary>
    private static IResult Failure(EfBackupException failure)
        => Results.Problem(
            failure.Help,
            statusCode: failure.Code[..5] is "EFB13" or "EFB14" or "EFB15" ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status500InternalServerError,
            title: failure.Message,
            extensions: new Dictionary<string, object?> { ["code"] = failure.Code, ["findings"] = failure.Details });
}
