using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>The package's MSBuild targets.</summary>
public sealed class BuildTests(Packages packages, ITestOutputHelper log) : PackageTest(packages, log)
{
    [Fact]
    public async Task Targets_back_up_verify_and_restore_and_leave_their_file_to_later_targets()
    {
        var rows = Shop.Rows();
        var older = await Sample();

        var backup = (await Build("BackupData", "-p:NoBuild=false", "-p:EfBackupDescription=from a build", "-p:EfBackupKeepLast=1")).Ended(0);
        var file = Assert.Single(Files);
        var verify = (await Build("VerifyBackup")).Ended(0);
        Shop.Execute("""DELETE FROM "Orders" """);
        var restore = (await Build("RestoreData", $"-p:EfBackupFile={file}")).Ended(0);

        Assert.NotEqual(older, file);
        Assert.Equal(rows, Shop.Rows());
        Assert.Equal(2, Files.Length);
        Assert.Contains($"Shop10Package -> {file} (", backup.Output, StringComparison.Ordinal);
        Assert.Contains("7 rows: Customers 3, Orders 4)", backup.Output, StringComparison.Ordinal);
        Assert.All([backup, verify], ran => Assert.Contains($"later target: {file}\n", ran.Output, StringComparison.Ordinal));
        Assert.Contains($"{file}, whole", verify.Output, StringComparison.Ordinal);
        Assert.Contains($"shop.db, restored from {file}", restore.Output, StringComparison.Ordinal);
        Assert.Contains("from a build", (await Tool(Folder, "show", file)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_errors_of_the_build_with_their_code_and_the_project()
    {
        var missing = await Build("RestoreData", "-p:EfBackupFile=latest");
        var unnamed = await Build("RestoreData");

        Fails(missing, "EFB1302", Backups);
        Fails(unnamed, "EFB1001", "-p:EfBackupFile=");
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_damaged_file_and_another_schema_fail_the_build_and_change_nothing()
    {
        var file = await Sample();
        Shop.Execute("""ALTER TABLE "Orders" DROP COLUMN "Note" """);
        var rows = Shop.Query("""SELECT * FROM "Orders" """);

        Fails(await Build("RestoreData", $"-p:EfBackupFile={file}"), "EFB1401", "Orders.Note");
        File.WriteAllText(file, "");
        Fails(await Build("VerifyBackup", $"-p:EfBackupFile={file}"), "EFB1303", file);

        Assert.Equal(rows, Shop.Query("""SELECT * FROM "Orders" """));
    }

    [Fact]
    public async Task The_outer_build_of_several_frameworks_asks_for_one()
    {
        var ran = await Dotnet(Packages.App("Multi"), "build", "-t:BackupData", "-nologo");

        Fails(ran, "EFB1005", "net8.0, net10.0");
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        var ran = (await Build("BackupData", "-p:EfBackupDryRun=true")).Ended(0);

        Assert.Contains("dry run, nothing is written", ran.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Backups));
    }

    [Fact]
    public async Task A_seed_is_written_in_place_of_a_backup()
    {
        var seed = Path.Combine(Folder, "seeds", "dev.json");

        var ran = (await Build("BackupData", $"-p:EfBackupSeed={Path.GetRelativePath(Packages.App("Shop10Package"), seed)}", "-p:EfBackupInclude=Customers")).Ended(0);

        Assert.StartsWith("{\n\"$seed\": 1,\n\"Customers\": [\n{\"Id\":1,", File.ReadAllText(seed), StringComparison.Ordinal);
        Assert.Contains($"later target: {seed}\n", ran.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Backups));
    }

    [Fact]
    public async Task Properties_encrypt_what_is_written_and_open_what_is_read()
    {
        var rows = Shop.Rows();
        var passphrase = Path.Combine(Folder, "passphrase");
        await File.WriteAllTextAsync(passphrase, "correct horse\n");

        (await Build("BackupData", "-p:EfBackupEncrypt=true", $"-p:EfBackupPassphraseFile={passphrase}")).Ended(0);
        Shop.Execute("""DELETE FROM "Orders" """);
        (await Build("RestoreData", "-p:EfBackupFile=latest", $"-p:EfBackupPassphraseFile={passphrase}")).Ended(0);

        Assert.Equal(rows, Shop.Rows());
        Assert.Equal((1, 1), (Directory.GetFiles(Backups, "backup-*.json.age").Length, Directory.GetFiles(Backups, "safety-*.json.age").Length));
        Assert.Empty(Directory.GetFiles(Backups, "*.json"));
    }

    private Task<Ran> Build(string target, params string[] properties) => Dotnet(Packages.App("Shop10Package"),
        ["build", $"-t:{target}", "--no-restore", "-nologo", "-p:NoBuild=true", $"-p:EfBackupOutput={Backups}", $"-p:EfBackupConnection={Shop.Connection}", .. properties]);

    private static void Fails(Ran ran, string code, string names)
    {
        ran.Ended(1);
        var error = Regex.Match(ran.Output, $@"\.csproj.* : error {code}: .*; .*");
        Assert.True(error.Success, ran.ToString());
        Assert.Contains(names, ran.Output, StringComparison.Ordinal);
    }
}
