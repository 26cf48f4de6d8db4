using System.Net.Http.Headers;
using Greenhouse.Model;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.Web.Tests;

/// <summary>The sample, in this process, with a database of its own: an administrator and a manager, who are signed in, and another administrator's session, which is over.</summary>
public sealed class WebApplication : WebApplicationFactory<Program>
{
    public const string Administrator = "token-of-an-administrator";
    public const string Manager = "token-of-a-manager";
    public const string Expired = "token-that-has-expired";

    /// <summary>Of the one who is not signed in.</summary>
    public const string Secret = "somebody-else@greenhouse.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("greenhouse-web-").FullName;

    public WebApplication()
    {
        // Before the application starts, which backs up at once.
        using var context = new GreenhouseContext(new DbContextOptionsBuilder<GreenhouseContext>().UseSqlite(ConnectionString).Options);
        context.Database.EnsureCreated();
        context.AddRange(
            User("admin@greenhouse.example", UserRole.Administrator, Administrator, TimeSpan.FromHours(1)),
            User("manager@greenhouse.example", UserRole.Manager, Manager, TimeSpan.FromHours(1)),
            User(Secret, UserRole.Administrator, Expired, TimeSpan.FromHours(-1)));
        context.SaveChanges();
    }

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "greenhouse.db")};Pooling=False";

    /// <summary>What another process of the application is told to work on this database.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["ConnectionStrings__Greenhouse"] = ConnectionString,
        ["Backups__Folder"] = Path.Combine(_folder, "backups"),
    };

    /// <summary>Files that restores have saved rows to.</summary>
    public IReadOnlyList<string> SafetyBackups => Files("safety-*");

    public IReadOnlyList<string> DailyBackups => Files("backup-*");

    public HttpClient ClientOf(string? token)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The users' addresses, in order.</summary>
    public IReadOnlyList<string> Users()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT email FROM users ORDER BY email";
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    public void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:Greenhouse", ConnectionString);
        builder.UseSetting("Backups:Folder", Path.Combine(_folder, "backups"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string[] Files(string pattern) => Directory.Exists(Path.Combine(_folder, "backups")) ? Directory.GetFiles(Path.Combine(_folder, "backups"), pattern) : [];

    private static User User(string email, UserRole role, string token, TimeSpan left) => new()
    {
        Email = email,
        Name = email,
        Role = role,
        Sessions = { new Session { Id = Guid.NewGuid(), SessionToken = token, ExpiresAt = DateTimeOffset.UtcNow + left } },
    };

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }
}
