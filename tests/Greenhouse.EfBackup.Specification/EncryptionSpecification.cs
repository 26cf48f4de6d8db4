using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Encrypted backups of real databases: what they hold comes back, and what is saved on the way is encrypted too.</summary>
public abstract class EncryptionSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Secret = "written since by somebody";

    // One that takes no time.
    private readonly Passphrase _passphrase = new("correct horse battery staple", workFactor: 2);

    [Fact]
    public async Task An_encrypted_backup_is_restored_and_the_rows_that_go_are_saved_encrypted_too()
    {
        Backups.Passphrase = _passphrase;
        var database = Create<Shop.Context>(Shop.Fill);
        var before = database.Dump();
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute($"""UPDATE "Customers" SET "Name" = '{Secret}' WHERE "Id" = 1""");
        var changed = database.Dump();

        var result = await RestoreAsync<Shop.Context>(database, file, Backups.Options(safety: true));

        before.AssertSame(database.Dump());
        AssertEncrypted(result.SafetyBackup!);
        await RestoreAsync<Shop.Context>(database, result.SafetyBackup!);
        changed.AssertSame(database.Dump());
    }

    [Fact]
    public async Task An_encrypted_backup_is_rehearsed()
    {
        Backups.Passphrase = _passphrase;
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        await using var context = database.Open<Shop.Context>();

        var found = await Backups.VerifyAsync(context, file, VerifyLevels.Rehearse);

        Assert.Equal(25, found.Rehearsal!.Rows);
        Assert.True(new BackupFolder(Backups.Folder).List() is [{ IsComplete: true, IsEncrypted: true, Verified.Level: VerifyLevels.Rehearse, Head.Rows: 25 }]);
    }

    [Theory]
    [InlineData("incorrect horse", "EFB1321")]
    [InlineData(null, "EFB1322")]
    public async Task Without_its_passphrase_nothing_is_touched(string? other, string code)
    {
        Backups.Passphrase = _passphrase;
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        database.Damage();
        var damaged = database.Dump();
        Backups.Passphrase = other is null ? null : new Passphrase(other);

        await RefusedAsync(code, () => RestoreAsync<Shop.Context>(database, file, Backups.Options(safety: true)));

        damaged.AssertSame(database.Dump());
        Assert.Equal([file, Sidecar.PathOf(file)], Backups.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_plain_backup_is_restored_over_rows_that_are_saved_encrypted_where_that_is_wanted()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute($"""UPDATE "Customers" SET "Name" = '{Secret}' WHERE "Id" = 1""");

        var result = await RestoreAsync<Shop.Context>(database, file, Backups.Options(safety: true) with { Safety = new Packing(Passphrase: _passphrase) });

        AssertEncrypted(result.SafetyBackup!);
        Assert.Equal(25, Backups.Check(result.SafetyBackup!, _passphrase).Metadata.Statistics.Values.Sum());
    }

    [Fact]
    public async Task The_way_there_and_back_leaves_no_row_in_plain_text()
    {
        var database = Fixture.CreateDatabase();
        await using var context = database.Open<SchemaChain.Context>();
        await context.GetService<IMigrator>().MigrateAsync(SchemaChain.First);
        database.Execute($"""INSERT INTO "Customers" ("Id", "Name") VALUES (1, '{Secret}')""");
        var before = database.Dump();
        Backups.Passphrase = _passphrase;

        var migrated = await Backups.MigrateAsync(context, new MigrateOptions(SchemaChain.Second, Packing: new Packing(Compression.Brotli, _passphrase)));
        var undone = await Backups.RestoreSchemaAsync(context, migrated.Snapshot!, SchemaMode.Backup, Backups.Options(safety: true));

        Assert.Equal(before.Rows, database.Dump().Rows);
        AssertEncrypted(migrated.Snapshot!);
        AssertEncrypted(undone.SafetyBackup!);
        Assert.EndsWith(".json.br.age", undone.SafetyBackup!, StringComparison.Ordinal);
        Assert.Equal(migrated.Snapshot, new BackupFolder(Backups.Folder).ResolveBefore(SchemaChain.Second, context: null, database: null));
    }

    private void AssertEncrypted(string file)
    {
        Assert.True(BackupFile.IsEncrypted(file));
        Assert.All(Backups.Files, name => Assert.DoesNotContain(Secret, File.ReadAllText(name), StringComparison.Ordinal));
        Assert.NotNull(Sidecar.Read(file)?.Head);
    }
}
