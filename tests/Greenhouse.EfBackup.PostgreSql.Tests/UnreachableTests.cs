using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Servers that do not let anybody in, with and without EF Core's trying again.</summary>
public sealed class UnreachableTests : IDisposable
{
    private readonly PostgreSqlFixture _fixture = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_can_not_be_reached_is_said_and_the_password_is_not(bool retries)
    {
        // Nothing listens on this port.
        var refused = await RefusedAsync(new NpgsqlConnectionStringBuilder(_fixture.CreateDatabase().ConnectionString) { Port = 1, Password = "never said" }, retries);

        Assert.Equal("EFB1212", refused.Code);
        Assert.DoesNotContain("never said", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_login_that_is_refused_is_said_and_the_password_is_not(bool retries)
    {
        var refused = await RefusedAsync(new NpgsqlConnectionStringBuilder(_fixture.CreateDatabase().ConnectionString) { Password = "never said" }, retries);

        Assert.Equal("EFB1213", refused.Code);
        Assert.DoesNotContain("never said", refused.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<EfBackupException> RefusedAsync(NpgsqlConnectionStringBuilder connection, bool retries)
    {
        var options = new DbContextOptionsBuilder<ShopModel.Context>()
            .UseNpgsql(connection.ConnectionString, npgsql => _ = retries ? npgsql.EnableRetryOnFailure(1, TimeSpan.FromMilliseconds(1), null) : npgsql);
        await using var context = new ShopModel.Context(options.Options);
        return await Assert.ThrowsAsync<EfBackupException>(() => new Backups(_fixture.Folder).CreateAsync(context));
    }
}
