using Greenhouse.EfBackup.Hosting;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Tests.Storage.Encryption;

public sealed class PassphraseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<BackupEvent> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_one_is_refused() => Assert.Equal("EFB1611", Assert.Throws<EfBackupException>(() => new Passphrase("")).Code);

    [Fact]
    public void Nothing_that_holds_it_prints_it()
    {
        var request = new BackupRequest { Verb = Verbs.Create, BackupFolder = "/", Passphrase = "secret", Application = new ApplicationRequest { Assembly = "a", StartupAssembly = "a", Connection = "Password=secret" } };

        Assert.DoesNotContain("secret", $"{request} {new Packing(Passphrase: new Passphrase("secret"))}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_usual_work_factor_is_that_of_age() => Assert.Equal(18, new Passphrase("secret").WorkFactor);

    [Fact]
    public void A_key_that_takes_more_memory_than_there_is_is_said_to()
        // More than .NET's arrays hold, whatever the machine has.
        => Assert.Equal("EFB1612", Assert.Throws<EfBackupException>(() => new Passphrase("secret").DeriveKey(new byte[16], workFactor: 25)).Code);

    [Fact]
    public void A_system_without_the_cipher_is_said_to_have_none()
    {
        ChunkCipher.RequireSupport(isSupported: true);

        Assert.Equal("EFB1612", Assert.Throws<EfBackupException>(() => ChunkCipher.RequireSupport(isSupported: false)).Code);
    }

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\nmore\n", "secret")]
    [InlineData(" two words \n", " two words ")]
    public void The_first_line_of_a_file_is_one(string content, string expected)
    {
        File.WriteAllText(_folder.At("p"), content);

        Assert.Equal((expected, null), (PassphraseText.Find(_folder.At("p"), out var problem), problem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\nsecret")]
    [InlineData(null)]
    public void A_file_without_one_is_a_problem_that_names_it(string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(_folder.At("p"), content);
        }

        Assert.Null(PassphraseText.Find(_folder.At("p"), out var problem));
        Assert.Contains(_folder.At("p"), problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("=")]
    [InlineData(" Größe ")]
    public void What_is_typed_arrives_and_is_no_other_answer(string typed)
    {
        Assert.NotEqual(typed, PassphraseText.ToAnswer(typed));
        Assert.Equal(typed, PassphraseText.OfAnswer(PassphraseText.ToAnswer(typed)));
    }

    [Fact]
    public void Encryption_that_is_wanted_has_a_passphrase_or_ends()
    {
        Assert.Null(Source(encrypt: false).ToEncrypt());
        Assert.Equal(Forged.Text, TextOf(Source(given: Forged.Text).ToEncrypt()));
        Assert.Equal(Forged.Text, TextOf(Source(interactive: true, answer: "=" + Forged.Text).ToEncrypt()));
        Assert.Equal(new PassphraseEvent("Passphrase for the backup", IsNew: true), Assert.Single(_said));
        Assert.Equal("EFB1611", Assert.Throws<EfBackupException>(() => Source().ToEncrypt()).Code);
        Assert.Equal("EFB1611", Assert.Throws<EfBackupException>(() => Source(interactive: true, answer: "").ToEncrypt()).Code);
        Assert.Equal("EFB1611", Assert.Throws<EfBackupException>(() => Source(interactive: true, answer: null).ToEncrypt()).Code);
        Assert.Equal("EFB1611", Assert.Throws<EfBackupException>(() => Source(given: "")).Code);
    }

    [Fact]
    public void A_file_that_needs_one_asks_for_it_once_and_one_that_needs_none_does_not()
    {
        File.WriteAllBytes(_folder.At("a.json.age"), Forged.File(Forged.RightHeader(), ([1], true)));
        File.WriteAllText(_folder.At("b.json"), "{}");
        var source = Source(encrypt: false, interactive: true, answer: "=" + Forged.Text);

        Assert.Null(source.ToOpen(_folder.At("b.json")));
        Assert.Empty(_said);
        Assert.Equal(Forged.Text, TextOf(source.ToOpen(_folder.At("a.json.age"))));
        Assert.Same(source.ToOpen(_folder.At("a.json.age")), source.ToOpen(_folder.At("a.json.age")));
        Assert.Equal(new PassphraseEvent("Passphrase of a.json.age", IsNew: false), Assert.Single(_said));
        Assert.Equal("EFB1322", Assert.Throws<EfBackupException>(() => Source(encrypt: false).ToOpen(_folder.At("a.json.age"))).Code);
    }

    /// <summary>What a passphrase opens shows which one it is.</summary>
    private static string? TextOf(Passphrase? passphrase) => passphrase is not null && Forged.Read(Forged.File(Forged.RightHeader(), ([1], true)), passphrase).Code is null ? Forged.Text : null;

    private PassphraseSource Source(bool encrypt = true, string? given = null, bool interactive = false, string? answer = null)
        => new(new BackupRequest { Verb = Verbs.Create, BackupFolder = "/", Encrypt = encrypt, Passphrase = given, Interactive = interactive }, _said.Add, () => answer);
}
