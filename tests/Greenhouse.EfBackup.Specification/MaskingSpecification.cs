using System.Text;
using System.Text.Json;
using Greenhouse.EfBackup.Masking;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Verification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A masked backup holds nothing of what it hides, and restores like any other.</summary>
public abstract class MaskingSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Key = "a key of a test, long enough";

    private static readonly MaskSetting[] _rules =
    [
        new("People", "Id", "hash"), new("Person", "email", "email"), new("People", "Remark", "text"), new("People", "Iban", "hash"), new("People", "Born", "shift:300"), new("People", "Token", "hash"), new("Letters", "City", "shuffle"),
    ];

    [Fact]
    public async Task Nothing_of_the_originals_is_in_the_file()
    {
        var database = Create<MaskingModel.Context>(MaskingModel.Fill);
        var plain = File.ReadAllText(await BackUpAsync<MaskingModel.Context>(database));
        Assert.All(MaskingModel.Secrets, secret => Assert.Contains(secret, plain, StringComparison.Ordinal));

        var masked = Encoding.UTF8.GetString(File.ReadAllBytes(await MaskAsync(database)));

        Assert.All(MaskingModel.Secrets, secret => Assert.DoesNotContain(secret, masked, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Foreign_keys_follow_what_they_reference_and_the_backup_restores()
    {
        var database = Create<MaskingModel.Context>(MaskingModel.Fill);
        var file = await MaskAsync(database);
        var proof = await FileProof.ProveAsync(file, passphrase: null, Progress.None, TimeProvider.System, default);
        Assert.Equal(2, proof.References);

        var target = Create<MaskingModel.Context>();
        await RestoreAsync<MaskingModel.Context>(target, file);

        // 60 letters: 0 to 59 by 7 are 9 of four people and 8 of three; those to an address, 0 to 59 by 11 without every fifth.
        Assert.Equal([9, 9, 9, 9, 8, 8, 8], await LettersAsync(target, context => context.Letters.GroupBy(letter => letter.PersonId).Select(group => group.Count())));
        Assert.Equal(await LettersAsync(database, ByAddress), await LettersAsync(target, ByAddress));
        Assert.Contains(Backups.Warnings, warning => warning.Code == "EFB1825");
    }

    [Fact]
    public async Task Whoever_restores_is_told_before_the_question()
    {
        var database = Create<MaskingModel.Context>(MaskingModel.Fill);
        var file = await MaskAsync(database);
        var before = database.Dump();
        await using var context = database.Open<MaskingModel.Context>();

        var asked = "";
        await RefusedAsync("EFB1502", () => Backups.RestoreAsync(context, file, confirm: question =>
        {
            asked = question;
            throw new EfBackupException(ErrorCode.Declined, "declined", "");
        }));

        Assert.EndsWith("? The backup is masked: 11 columns will not have the values that the database had.", asked, StringComparison.Ordinal);
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Masking_without_a_rule_masks_nothing_and_is_refused()
    {
        var database = Create<ShopModel.Context>(ShopModel.Fill);
        await using var context = database.Open<ShopModel.Context>();

        await RefusedAsync("EFB1823", () => Backups.CreateMaskedAsync(context, new MaskOptions([], RequireAll: false, Key)));
        await RefusedAsync("EFB1821", () => Backups.CreateMaskedAsync(context, new MaskOptions([new("Customers", "Name", "hash")], RequireAll: false, "too short a key")));
    }

    [Fact]
    public async Task New_rows_get_keys_behind_the_masked_ones()
    {
        var target = Create<MaskingModel.Context>();
        await RestoreAsync<MaskingModel.Context>(target, await MaskAsync(Create<MaskingModel.Context>(MaskingModel.Fill)));
        await using var context = target.Open<MaskingModel.Context>();
        Assert.True(await context.People.MaxAsync(person => person.Id) < 1 << 30);

        var added = context.People.Add(new MaskingModel.Person { Email = "new@example.com", Name = "new", Iban = "new" }).Entity;
        await context.SaveChangesAsync();

        Assert.True(added.Id >= 1 << 30 || added.Id > await context.People.Where(person => person != added).MaxAsync(person => person.Id));
    }

    [Fact]
    public async Task One_key_masks_alike_and_another_one_otherwise()
    {
        var database = Create<MaskingModel.Context>(MaskingModel.Fill);

        var first = Backups.Check(await MaskAsync(database)).Tables;
        var again = Backups.Check(await MaskAsync(database)).Tables;
        var other = Backups.Check(await MaskAsync(database, key: null)).Tables;

        Assert.Equal(first, again);
        Assert.All(first.Zip(other), pair => Assert.NotEqual(pair.First.Sha256, pair.Second.Sha256));
    }

    [Fact]
    public async Task The_file_says_which_rules_were_applied()
    {
        var database = Create<MaskingModel.Context>(MaskingModel.Fill);

        var masked = Backups.Check(await MaskAsync(database)).Metadata.Masked;

        Assert.Equal(
            [
                "Letters.Address (email)", "Letters.City (shuffle)", "Letters.PersonId (hash)", "People.Born (shift:300)", "People.Email (email)", "People.Iban (hash)", "People.Id (hash)",
                "People.Name (name)", "People.Phone (phone)", "People.Remark (text)", "People.Token (hash)",
            ],
            masked.Order(StringComparer.Ordinal));
        Assert.Empty(Backups.Check(await BackUpAsync<MaskingModel.Context>(database)).Metadata.Masked);
    }

    [Fact]
    public async Task Shuffled_values_are_those_of_the_table_in_other_rows()
    {
        var database = Create<MaskingModel.Context>(MaskingModel.Fill);

        var before = Cities(await BackUpAsync<MaskingModel.Context>(database));
        var after = Cities(await MaskAsync(database));

        Assert.Equal(60, after.Count);
        Assert.NotEqual(before, after);
        Assert.Equal(before.Order(StringComparer.Ordinal), after.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Nobody", "Name", "hash", "EFB1821", "no table or entity is called 'Nobody'")]
    [InlineData("People", "Nothing", "hash", "EFB1821", "table People has no column 'Nothing'")]
    [InlineData("People", "Name", "hide", "EFB1821", "'hide', which is said of People.Name, is no rule")]
    [InlineData("People", "Name", "null", "EFB1822", "People.Name can't be masked so: it can't be null")]
    [InlineData("People", "Iban", "constant:x", "EFB1822", "People.Iban can't be masked so: no two rows may have the same value")]
    [InlineData("People", "Iban", "partial:2,2", "EFB1822", "People.Iban can't be masked so: no two rows may have the same value")]
    [InlineData("People", "Born", "hash", "EFB1822", "People.Born can't be masked so: the rule hash masks no date")]
    [InlineData("People", "Born", "constant:yesterday", "EFB1822", "'yesterday' is no date")]
    [InlineData("People", "Id", "shuffle", "EFB1822", "People.Id can't be masked so: other columns reference it")]
    [InlineData("Letters", "PersonId", "hash", "EFB1822", "Letters.PersonId can't be masked so: it references People.Id, whose rule is keep")]
    public async Task A_rule_that_can_not_be_kept_is_refused_by_name(string table, string column, string rule, string code, string message)
    {
        var database = Create<MaskingModel.Context>(MaskingModel.Fill);
        await using var context = database.Open<MaskingModel.Context>();

        var refused = await RefusedAsync(code, () => Backups.CreateMaskedAsync(context, new MaskOptions([new MaskSetting(table, column, rule)], RequireAll: false, Key)));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task Text_without_a_rule_is_named_where_rules_are_required()
    {
        var database = Create<MaskingModel.Context>(MaskingModel.Fill);
        await using var context = database.Open<MaskingModel.Context>();
        MaskSetting[] some = [new("People", "Email", "keep"), new("People", "Remark", "null")];

        var refused = await RefusedAsync("EFB1823", () => Backups.CreateMaskedAsync(context, new MaskOptions(some, RequireAll: true, Key)));
        await Backups.CreateMaskedAsync(context, new MaskOptions([.. some, new("People", "Iban", "keep"), new("Letters", "City", "constant:here"), new("Letters", "Address", "keep")], RequireAll: true, Key));

        Assert.Equal(["Letters.Address", "Letters.City", "People.Iban"], refused.Details.Order(StringComparer.Ordinal));
    }

    private async Task<string> MaskAsync(TestDatabase database, string? key = Key)
    {
        await using var context = database.Open<MaskingModel.Context>();
        return (await Backups.CreateMaskedAsync(context, new MaskOptions(_rules, RequireAll: false, key))).File!;
    }

    private static IQueryable<int> ByAddress(MaskingModel.Context context)
        => context.Letters.Where(letter => letter.Address != null).GroupBy(letter => letter.Address).Select(group => group.Count());

    private static async Task<IReadOnlyList<int>> LettersAsync(TestDatabase database, Func<MaskingModel.Context, IQueryable<int>> counts)
    {
        await using var context = database.Open<MaskingModel.Context>();
        return [.. (await counts(context).ToListAsync()).OrderDescending()];
    }

    private static List<string> Cities(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.GetProperty("data").GetProperty("Letters").EnumerateArray().Select(row => row.GetProperty("City").GetString()!)];
    }
}
