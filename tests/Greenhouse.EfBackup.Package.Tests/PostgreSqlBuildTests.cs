using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>The package's MSBuild targets on PostgreSQL.</summary>
public sealed class PostgreSqlBuildTests(Packages packages, ShopServer server, ITestOutputHelper log) : PostgreSqlTest(packages, server, log)
{
    [PostgreSqlFact]
    public async Task Targets_back_up_verify_and_restore()
    {
        var rows = Here.Rows();

        var backup = (await Build("BackupData", "-p:EfBackupParallel=2", "-p:EfBackupLockTimeout=5")).Ended(0);
        var file = Assert.Single(Files);
        (await Build("VerifyBackup")).Ended(0);
        Here.Execute("""TRUNCATE "Customers" CASCADE""");
        var restore = (await Build("RestoreData", $"-p:EfBackupFile={file}", "-p:EfBackupLockTimeout=5", "-p:EfBackupVerifyRestored=true")).Ended(0);

        Assert.Equal(rows, Here.Rows());
        Assert.Contains($"ShopPostgreSqlPackage -> {file} (", backup.Output, StringComparison.Ordinal);
        Assert.Contains("7 rows: Customers 3, Orders 4)", backup.Output, StringComparison.Ordinal);
        Assert.Contains($"{DatabaseName}, restored from {file}", restore.Output, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task The_time_that_a_lock_is_waited_for_is_a_property()
    {
        using var other = Here.Open();
        PostgreSqlShop.Execute(other, """BEGIN; LOCK TABLE "Orders" IN ACCESS EXCLUSIVE MODE""");

        var ran = (await Build("BackupData", "-p:EfBackupLockTimeout=0")).Ended(1);

        Assert.Matches(@"\.csproj.* : error EFB1202: ", ran.Output);
        Assert.Empty(Files);
    }

    [PostgreSqlFact]
    public async Task A_number_that_is_none_is_an_error_of_the_build()
    {
        var readers = (await Build("BackupData", "-p:EfBackupParallel=many")).Ended(1);
        var seconds = (await Build("RestoreData", "-p:EfBackupFile=latest", "-p:EfBackupLockTimeout=-1")).Ended(1);

        Assert.Matches(@"\.csproj.* : error EFB1001: EfBackupParallel is 'many'; .*1 to 16", readers.Output);
        Assert.Matches(@"\.csproj.* : error EFB1001: EfBackupLockTimeout is '-1'; ", seconds.Output);
        Assert.Empty(Files);
    }

    /// <summary>The connection string is the application's own, and the log is as long as it gets.</summary>
    private async Task<Ran> Build(string target, params string[] properties)
        => WithoutSecret(
            await DotnetWith("SHOP_CONNECTION", Here.Connection, Packages.App("ShopPostgreSqlPackage"), ["build", $"-t:{target}", "--no-restore", "-nologo", "-v", "normal", "-p:NoBuild=true", $"-p:EfBackupOutput={Backups}", .. properties]),
            Here.Connection);
}
