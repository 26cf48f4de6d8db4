using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Tests.Storage;
using Greenhouse.EfBackup.Verification.Differences;
using Greenhouse.EfBackup.Verification.Differences.Page;

namespace Greenhouse.EfBackup.Tests.Verification.Differences;

public sealed partial class PageTests : IDisposable
{
    private const string Hostile = "<img src=x onerror=alert(1)>\u001b[31m\u202e&\"'</script>";
    private static readonly string[] _empty = ["meta", "input"];
    private static readonly TableDescription _table = Found.Table("t", ["id"], ("id", ValueKind.Integer), ("v", ValueKind.String));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Names_and_values_that_look_like_markup_are_text()
    {
        var table = Found.Table(Hostile, ["id"], ("id", ValueKind.Integer), (Hostile, ValueKind.String));
        var name = Encoding.UTF8.GetString(JsonText.Quote(Hostile));

        var page = await PageAsync(table, [$"{{\"id\":1,{name}:{name}}}", $"{{\"id\":2,{name}:null}}"], table, [$"{{\"id\":1,{name}:\"x\"}}", $"{{\"id\":3,{name}:{name}}}"]);

        AssertNested(page);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain(page, letter => letter is '\u001b' or '\u202e');
        Assert.Equal(1, Regex.Count(page, "<script"));
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;\\u001b[31m\\u202e&amp;&quot;&#x27;&lt;/script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_holds_every_row_that_differs_and_takes_nothing_from_elsewhere()
    {
        var page = await PageAsync(_table, ["{\"id\":1,\"v\":\"a\"}", "{\"id\":2,\"v\":\"gone\"}"], _table, ["{\"id\":1,\"v\":\"b\"}", "{\"id\":3,\"v\":\"come\"}"]);

        AssertNested(page);
        Assert.Contains("<del>&quot;a&quot;</del></td><td class=\"new\"><ins>&quot;b&quot;</ins>", page, StringComparison.Ordinal);
        Assert.Contains("<tbody class=\"r removed\"><tr><td class=\"sign\" title=\"removed\">&minus;</td><td class=\"num\">2</td><td class=\"val\">&quot;gone&quot;</td>", page, StringComparison.Ordinal);
        Assert.Contains("<tbody class=\"r added\"><tr><td class=\"sign\" title=\"added\">+</td><td class=\"num\">3</td><td class=\"val\">&quot;come&quot;</td>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)https?:|src=|@import|url\\(", page);
    }

    [Theory]
    [InlineData("style")]
    [InlineData("script")]
    public async Task What_the_page_allows_itself_is_the_very_style_and_script_that_it_holds(string element)
    {
        var page = await PageAsync(_table, ["{\"id\":1,\"v\":\"a\"}"], _table, []);

        var text = Regex.Match(page, $"<{element}>(.*?)</{element}>", RegexOptions.Singleline).Groups[1].Value;
        Assert.NotEmpty(text);
        Assert.Contains($"{element}-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_cuts_each_change_and_is_said()
    {
        string[] old = [.. Enumerable.Range(1, 5).Select(id => $"{{\"id\":{id},\"v\":\"gone {id}\"}}")];
        string[] @new = [.. Enumerable.Range(6, 3).Select(id => $"{{\"id\":{id},\"v\":\"come {id}\"}}")];

        var page = await PageAsync(_table, old, _table, @new, limit: 2);

        Assert.Equal((2, 2), (Regex.Count(page, "class=\"r removed\""), Regex.Count(page, "class=\"r added\"")));
        Assert.Contains("4 more rows differ; 2 of each change are shown", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_long_value_the_part_that_differs_is_shown_and_its_length()
    {
        var text = string.Concat(Enumerable.Repeat("ä long text ", 100));

        var page = await PageAsync(_table, [$"{{\"id\":1,\"v\":\"{text}old\"}}"], _table, [$"{{\"id\":1,\"v\":\"{text}new\"}}"]);

        Assert.Matches("<del><span class=\"cut\">&hellip;</span>[^<]{20,90}old&quot;<span class=\"cut\"> 1,305 bytes</span></del>", page);
        Assert.DoesNotContain('\ufffd', page);
    }

    [Fact]
    public async Task A_page_is_its_owners_alone_and_replaces_the_one_before()
    {
        await PageAsync(_table, ["{\"id\":1,\"v\":\"earlier\"}"], _table, []);

        var page = await PageAsync(_table, ["{\"id\":1,\"v\":\"second\"}"], _table, []);

        Assert.DoesNotContain("earlier", page, StringComparison.Ordinal);
        Assert.Equal([File()], Directory.GetFiles(_folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File()));
        }
    }

    [Fact]
    public async Task A_page_that_has_no_place_is_an_error()
    {
        using var sections = await CompareAsync(_table, [], _table, [], limit: 1);

        Assert.Equal("EFB1601", Assert.Throws<EfBackupException>(() => sections.WriteTo(Path.Combine(_folder.Path, "missing", "page.html"), "old", "new", [])).Code);
    }

    private static async Task<PageSections> CompareAsync(TableDescription old, string[] oldRows, TableDescription @new, string[] newRows, int limit)
    {
        var sections = new PageSections(limit);
        await new Comparison(new GivenRows((old, oldRows)), new GivenRows((@new, newRows)), StringComparer.Ordinal, Progress.None).RunAsync(TableSelection.Everything, sections, CancellationToken.None);
        return sections;
    }

    private async Task<string> PageAsync(TableDescription old, string[] oldRows, TableDescription @new, string[] newRows, int limit = 100)
    {
        using var sections = await CompareAsync(old, oldRows, @new, newRows, limit);
        sections.WriteTo(File(), "/old/a.json", "/new/b.json", []);
        return await System.IO.File.ReadAllTextAsync(File());
    }

    private string File() => Path.Combine(_folder.Path, "page.html");

    /// <summary>Every element that is opened is closed, in turn.</summary>
    private static void AssertNested(string page)
    {
        var open = new Stack<string>();
        foreach (var tag in Tag().Matches(page).Where(tag => !_empty.Contains(tag.Groups[2].Value)))
        {
            if (tag.Groups[1].Value == "/")
            {
                Assert.Equal(open.Pop(), tag.Groups[2].Value);
            }
            else
            {
                open.Push(tag.Groups[2].Value);
            }
        }

        Assert.Empty(open);
        Assert.True(Tag().Count(page) > 50);
    }

    [GeneratedRegex("<(/?)([a-z][a-z0-9]*)[^<>]*>")]
    private static partial Regex Tag();
}
