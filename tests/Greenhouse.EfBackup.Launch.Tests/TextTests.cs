using System.Text;
using System.Text.Json;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool;
using Greenhouse.EfBackup.Tool.Commands;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Launch.Tests;

public sealed class TextTests
{
    [Theory]
    [InlineData("plain ünïcode 漢字 😀", "plain ünïcode 漢字 😀")]
    [InlineData("a\u001b[31mred", "a\\u001b[31mred")]
    [InlineData("bell\u0007 del\u007f csi\u009b", "bell\\u0007 del\\u007f csi\\u009b")]
    [InlineData("line\r\nbreak\t", "line\\u000d\\u000abreak\\u0009")]
    [InlineData("turned \u202etxt", "turned \\u202etxt")]
    public void Control_characters_are_shown_and_not_obeyed(string text, string shown) => Assert.Equal(shown, ControlCharacters.Escape(text));

    [Fact]
    public void An_error_is_one_sentence_with_its_findings_below()
    {
        var error = new ErrorEvent { Code = "EFB1401", ExitCode = 4, Message = "The schemas differ.", Help = "Migrate first", Details = ["Users.\u001bName is missing"], Stack = "at X" };

        Assert.Equal("error EFB1401: The schemas differ; migrate first\n  Users.\\u001bName is missing\n", Written(error, verbose: false));
        Assert.EndsWith("    at X\n", Written(error, verbose: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_said_is_shown_and_not_obeyed()
    {
        const string hostile = "\u001b]0;title\u0007\u001b[2J\u009b31m\r\u202e<b>";
        const string shown = "\\u001b]0;title\\u0007\\u001b[2J\\u009b31m\\u000d\\u202e<b>";
        var text = new StringWriter { NewLine = "\n" };
        using var talk = new Talk(text, new DisplayOptions(Json: false, Verbose: true, Quiet: false, NoColor: true));

        talk.Report(new StartedEvent(hostile, "p", hostile, "10", "1", FromApplication: false));
        talk.Report(new NoteEvent(hostile));
        talk.Report(new WarningEvent("EFB1209", hostile, hostile));
        talk.Report(new TableEvent(Stages.Read, hostile, 1, 1, 1));
        talk.Error(new ErrorEvent { Code = "EFB1401", ExitCode = 4, Message = hostile, Help = hostile, Details = [hostile], Stack = hostile });

        var lines = text.ToString().Split('\n')[..^1];
        Assert.Equal(7, lines.Length);
        Assert.All(lines, line => Assert.Contains(shown, line, StringComparison.Ordinal));
        Assert.DoesNotContain(text.ToString(), letter => letter != '\n' && (char.IsControl(letter) || letter == '\u202e'));
    }

    [Fact]
    public void A_bug_always_shows_its_stack()
        => Assert.EndsWith("    at X\n", Written(new ErrorEvent { Code = "EFB1901", ExitCode = 1, Message = "m", Stack = "at X" }, verbose: false), StringComparison.Ordinal);

    [Fact]
    public void Quiet_writes_the_first_line_only()
    {
        var text = new StringWriter();
        var writer = new ResultWriter(text, quiet: true);

        writer.Line("/backups/a.json");
        writer.Table(["table", "rows"], [["Users", "5"]]);
        writer.Line("sum");

        Assert.Equal("/backups/a.json" + Environment.NewLine, text.ToString());
    }

    [Theory]
    [InlineData(false, false, "")]
    [InlineData(true, false, "masked")]
    [InlineData(true, true, "encrypted: masked: for Ada")]
    public void A_listing_remarks_that_a_backup_is_masked(bool masked, bool encrypted, string remark)
    {
        var text = new StringWriter { NewLine = "\n" };
        var backup = new ListedBackup { File = "a.json", Masked = masked, Encrypted = encrypted, Complete = true, Description = encrypted ? "for Ada" : null };

        new ListVerb(".").Print(new ResultEvent { List = new ListResult { Folder = "/backups", Backups = [backup] } }, new ResultWriter(text, quiet: false));

        Assert.EndsWith($"0 B            {remark}".TrimEnd() + "\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_of_a_merge_says_what_would_become_of_rows()
    {
        var text = new StringWriter { NewLine = "\n" };
        var result = new RestoreResult { File = "/a.json", Context = "Shop", Provider = "p", Database = "shop.db", Mode = RestoreModes.Merge, DryRun = true, Tables = [new RestoredTable("Users", 9, 0) { Inserted = 1, Updated = 2, Unchanged = 6 }], Rows = 9 };

        RestoredTables.Print(result, new ResultWriter(text, quiet: false));

        Assert.StartsWith("Dry run: nothing is changed. /a.json would be merged into shop.db\n  table  rows  inserted  updated  unchanged\n  Users     9         1        2          6\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_aligned_and_escaped()
    {
        var text = new StringWriter { NewLine = "\n" };

        new ResultWriter(text, quiet: false).Table(["table", "rows"], [["Us\u001bers", "5"], ["A", "1234"]]);

        Assert.Equal("  table        rows\n  Us\\u001bers     5\n  A            1234\n", text.ToString());
    }

    [Fact]
    public void The_json_document_is_the_result_with_verb_and_exit_code()
    {
        var document = Json(new ResultEvent { Verify = new VerifyResult { File = "/a.json", Level = "file", Tables = [new TableRows("Users", 5)], Rows = 5 } });

        Assert.Equal(["verb", "exitCode", "file", "bytes", "level", "tables", "rows", "keys", "references", "unchecked", "seconds"], document.EnumerateObject().Select(p => p.Name));
        Assert.Equal(5, document.GetProperty("tables")[0].GetProperty("rows").GetInt64());
    }

    [Fact]
    public void A_diff_is_a_json_document_of_tables_by_their_names()
    {
        var document = Json(new ResultEvent { ExitCode = 7, Diff = new DiffResult { Old = "/a.json", New = "shop.db", Tables = new Dictionary<string, TableDifference> { ["Track"] = new() { Removed = 5, Changed = 3 } } } });

        Assert.Equal(7, document.GetProperty("exitCode").GetInt32());
        var track = document.GetProperty("tables").GetProperty("Track");
        Assert.Equal(["added", "removed", "changed"], track.EnumerateObject().Select(property => property.Name).Take(3));
        Assert.Equal((0, 5, 3), (track.GetProperty("added").GetInt64(), track.GetProperty("removed").GetInt64(), track.GetProperty("changed").GetInt64()));
        Assert.False(track.TryGetProperty("rows", out _));
    }

    [Fact]
    public void Differences_are_shown_with_nothing_in_them_that_a_terminal_would_obey()
    {
        var text = new StringWriter { NewLine = "\n" };
        var table = new TableDifference
        {
            Added = 1,
            Changed = 1,
            ChangedColumns = new Dictionary<string, long> { ["Na\u001bme"] = 1 },
            Rows =
            [
                new RowDifference { Change = Changes.Changed, Key = Values("Id", "7"), Old = Values("Na\u001bme", "\"a\u009b\""), New = Values("Na\u001bme", "{\"$cut\":\"\\\"long\",\"bytes\":5000}") },
                new RowDifference { Change = Changes.Added, Key = Values("Id", "8"), New = Values("Id", "8") },
            ],
            RowsLeftOut = 3,
        };

        Differences.Print(new Dictionary<string, TableDifference> { ["Us\u001bers"] = table }, new ResultWriter(text, quiet: false));

        Assert.Equal(
            "  table        added  removed  changed  same\n"
            + "  Us\\u001bers      1        0        1     0\n"
            + "Us\\u001bers: changed are Na\\u001bme (1)\n"
            + "Us\\u001bers\n"
            + "  ~ Id=7: Na\\u001bme \"a\\u009b\" -> \"long... (5000 long)\n"
            + "  + Id=8\n"
            + "  and 3 more (--limit)\n",
            text.ToString());

        static Dictionary<string, JsonElement> Values(string name, string json) => new() { [name] = JsonDocument.Parse(json).RootElement };
    }

    [Fact]
    public void An_error_is_a_json_document_too()
    {
        var document = Json(new ErrorEvent { Code = "EFB1305", ExitCode = 3, Message = "m" });

        Assert.Equal(3, document.GetProperty("exitCode").GetInt32());
        Assert.Equal("EFB1305", document.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void Every_event_comes_back_as_it_was()
    {
        BackupEvent[] events =
        [
            new StartedEvent("Shop", "Sqlite", "shop.db", "10.0.14", "1.0.0", true),
            new TableEvent(Stages.Read, "Üsers \u001b", 5, 1, 2),
            new ProgressEvent(Stages.Load, "Users", 1, 2),
            new NoteEvent("n"),
            new WarningEvent("EFB1209", "m", null),
            new QuestionEvent("really?"),
        ];

        foreach (var happened in events)
        {
            var line = JsonSerializer.Serialize(happened, ProtocolJson.Lines.BackupEvent);

            Assert.DoesNotContain('\n', line);
            Assert.StartsWith("{\"event\":", line, StringComparison.Ordinal);
            Assert.Equal(happened, JsonSerializer.Deserialize(line, ProtocolJson.Lines.BackupEvent));
        }
    }

    private static JsonElement Json(BackupEvent ended)
    {
        var buffer = new MemoryStream();
        JsonResult.Write(buffer, Verbs.Verify, ended);
        return JsonDocument.Parse(Encoding.UTF8.GetString(buffer.ToArray())).RootElement;
    }

    private static string Written(ErrorEvent error, bool verbose)
    {
        var text = new StringWriter { NewLine = "\n" };
        Talk.WriteError(text, error, verbose);
        return text.ToString();
    }
}
