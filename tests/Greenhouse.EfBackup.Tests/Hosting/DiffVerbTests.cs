using System.Text.Json;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Hosting;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Greenhouse.EfBackup.Tests.Format;
using Greenhouse.EfBackup.Tests.Storage;

namespace Greenhouse.EfBackup.Tests.Hosting;

/// <summary>The verb as the host carries it out: a request in, events and an exit code out, with no application.</summary>
public sealed class DiffVerbTests : IDisposable
{
    /// <summary>A key that takes no time.</summary>
    private const int WorkFactor = 2;

    private static readonly TableDescription _table = new()
    {
        Key = "users",
        Name = "users",
        PrimaryKey = ["id"],
        Columns = [Files.Column("id"), Files.Column("name", ValueKind.String, "TEXT")],
    };

    private readonly TemporaryFolder _folder = new();
    private readonly List<BackupEvent> _said = [];

    private ResultEvent Result => Assert.Single(_said.OfType<ResultEvent>());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_rows_end_with_zero()
    {
        var (old, @new) = (Write("old.json", "{\"id\":1,\"name\":\"a\"}"), Write("new.json", "{\"id\":1,\"name\":\"a\"}"));

        Assert.Equal(0, Run(old, @new));

        Assert.True(Result.Diff!.Same);
        Assert.Equal((0, 0, 0, 1), Counts(Result.Diff.Tables["users"]));
    }

    [Fact]
    public void Other_rows_end_with_seven_and_their_number_and_those_that_were_asked_for()
    {
        var (old, @new) = (Write("old.json", "{\"id\":1,\"name\":\"a\"}", "{\"id\":2,\"name\":\"b\"}"), Write("new.json", "{\"id\":2,\"name\":\"c\"}", "{\"id\":3,\"name\":\"d\"}", "{\"id\":4,\"name\":\"e\"}"));

        Assert.Equal(7, Run(old, @new, request => request with { Rows = true, Limit = 1 }));

        var users = Result.Diff!.Tables["users"];
        Assert.False(Result.Diff.Same);
        Assert.Equal((old, @new), (Result.Diff.Old, Result.Diff.New));
        Assert.Equal((2, 1, 1, 0), Counts(users));
        Assert.Equal(["changed", "removed", "added"], users.Rows!.Select(row => row.Change));
        Assert.Equal("{\"name\":\"c\"}", JsonSerializer.Serialize(users.Rows![0].New));
        Assert.Equal(1, users.RowsLeftOut);
    }

    [Fact]
    public void Without_being_asked_for_rows_are_counted_only()
    {
        Assert.Equal(7, Run(Write("old.json", "{\"id\":1,\"name\":\"a\"}"), Write("new.json")));

        Assert.Null(Result.Diff!.Tables["users"].Rows);
    }

    [Fact]
    public void A_damaged_file_ends_with_three_and_leaves_no_page()
    {
        var old = Write("old.json", "{\"id\":1,\"name\":\"a\"}");
        var @new = Write("new.json", "{\"id\":1,\"name\":\"b\"}");
        File.WriteAllText(@new, File.ReadAllText(@new).Replace("\"b\"", "\"c\"", StringComparison.Ordinal));

        Assert.Equal(3, Run(old, @new, request => request with { Html = _folder.At("page.html") }));

        Assert.Equal("EFB1306", Assert.Single(_said.OfType<ErrorEvent>()).Code);
        Assert.Equal(["new.json", "old.json"], _folder.Files);
    }

    [Fact]
    public void The_page_is_where_it_was_asked_for()
    {
        var page = _folder.At("page.html");

        Assert.Equal(7, Run(Write("old.json", "{\"id\":1,\"name\":\"a\"}"), Write("new.json"), request => request with { Html = page }));

        Assert.Equal(page, Result.Diff!.Html);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        Assert.Equal(3, Run(Write("old.json"), _folder.At("missing.json")));

        Assert.Equal("EFB1301", Assert.Single(_said.OfType<ErrorEvent>()).Code);
    }

    [Fact]
    public void Encrypted_and_plain_files_are_compared_row_by_row()
    {
        var (old, @new) = (Encrypt(Write("old.json", "{\"id\":1,\"name\":\"a\"}"), "open"), Write("new.json", "{\"id\":1,\"name\":\"b\"}"));

        Assert.Equal(7, Run(old, @new, request => request with { Passphrase = "open" }));
        Assert.Equal((0, 0, 1, 0), Counts(Result.Diff!.Tables["users"]));

        _said.Clear();
        Assert.Equal(0, Run(old, old, request => request with { Passphrase = "open" }));
    }

    [Fact]
    public void Without_its_passphrase_an_encrypted_file_is_not_compared()
    {
        var (old, @new) = (Encrypt(Write("old.json", "{\"id\":1,\"name\":\"a\"}"), "open"), Write("new.json"));

        Assert.Equal(3, Run(@new, old, request => request with { Passphrase = "wrong" }));

        Assert.Equal("EFB1321", Assert.Single(_said.OfType<ErrorEvent>()).Code);
    }

    private static (long Added, long Removed, long Changed, long Same) Counts(TableDifference found) => (found.Added, found.Removed, found.Changed, found.Same);

    private string Write(string name, params string[] rows)
    {
        File.WriteAllBytes(_folder.At(name), Files.Write(_table, rows));
        return _folder.At(name);
    }

    /// <returns>The encrypted file, which is there in place of the other.</returns>
    private static string Encrypt(string file, string passphrase)
    {
        var packing = new Packing(Passphrase: new Passphrase(passphrase, WorkFactor));
        var encrypted = file + packing.Suffix;
        using (var target = File.Create(encrypted))
        {
            using var packed = packing.Pack(target);
            packed.Write(File.ReadAllBytes(file));
        }

        File.Delete(file);
        return encrypted;
    }

    private int Run(string old, string @new, Func<BackupRequest, BackupRequest>? with = null)
    {
        var request = new BackupRequest { Verb = Verbs.Diff, BackupFolder = _folder.Path, File = old, Against = @new };
        return HostDoor.Run(
            JsonSerializer.Serialize(with?.Invoke(request) ?? request, ProtocolJson.Lines.BackupRequest),
            line => _said.Add(JsonSerializer.Deserialize(line, ProtocolJson.Lines.BackupEvent)!),
            () => null,
            CancellationToken.None);
    }
}
