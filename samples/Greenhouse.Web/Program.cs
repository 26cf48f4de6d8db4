using Greenhouse.EfBackup;
using Greenhouse.EfBackup.Scheduling;
using Greenhouse.Model;
using Greenhouse.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Console;

var builder = WebApplication.CreateBuilder(args);
var backups = builder.Configuration.GetRequiredSection("Backups").Get<BackupSettings>()!;

// Standard output is what a command says, and nothing else.
builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

builder.Services.AddSingleton(backups);
builder.Services.AddDbContext<GreenhouseContext>(options
    => options.UseSqlite(builder.Configuration.GetConnectionString("Greenhouse"), sqlite => sqlite.MigrationsAssembly("Greenhouse")));

builder.Services.AddAuthentication(SessionAuthentication.Name).AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.Name, configureOptions: null);
builder.Services.AddAuthorizationBuilder().AddPolicy(BackupEndpoints.Administrators, policy => policy.RequireRole(nameof(UserRole.Administrator)));

builder.Services.AddEfBackupJob<GreenhouseContext>(job =>
{
    job.Folder = backups.Folder;
    job.At = new TimeOnly(3, 0);
    job.Backup = new EfBackupCreateOptions
    {
        Compression = EfBackupCompression.Gzip,
        Retention = new EfBackupRetention { KeepDaily = 7, KeepWeekly = 5, KeepMonthly = 12 },
    };
});
builder.Services.AddHealthChecks().AddEfBackupJob<GreenhouseContext>();

var app = builder.Build();
if (args is ["session", var email])
{
    return await SessionCommand.RunAsync(app.Services, email);
}

app.UseAuthentication();
app.UseAuthorization();
app.MapHealthChecks("/health");
app.MapBackups(backups);
await app.RunAsync();
return 0;
