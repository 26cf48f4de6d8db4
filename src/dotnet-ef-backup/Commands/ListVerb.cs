using System.CommandLine;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>list</c>: the backups of a folder, newest first.</summary>
internal sealed class ListVerb : Verb
{
    private readonly FolderOptionSet _folder;
    private readonly Option<bool> _check = new("--check") { Description = "Fail (exit code 7) unless each context and database has a valid backup" };
    private readonly Option<string?> _maxAge = new("--max-age") { Description = "With --check: how old the newest valid backup may be: 26h", HelpName = "duration" };

    public ListVerb(string workingDirectory)
        : base(new Command(Verbs.List, "List the backups of a project, newest first"))
    {
        _folder = new FolderOptionSet(workingDirectory);
        _folder.AddTo(Declaration);
        Declaration.Options.Add(_check);
        Declaration.Options.Add(_maxAge);
        AddDisplayOptions();
    }

    public override void Print(ResultEvent result, ResultWriter writer)
    {
        var found = result.List!;
        if (found.Backups.Count == 0)
        {
            writer.Line($"No backups in {found.Folder}");
            return;
        }

        writer.Line(found.Folder);
        writer.Table(["file", "taken (UTC)", "age", "reason", "context", "database", "migration", "rows", "size", "verified", "remark"], found.Backups.Select(Cells), numbers: ["age", "rows", "size"]);
    }

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display) => new()
    {
        Verb = Verbs.List,
        Launch = _folder.Read(parsed),
        Display = display,
        Output = _folder.Output(parsed),
        Context = _folder.Context(parsed),
        Check = parsed.GetValue(_check),
        MaxAge = MaxAge(parsed),
    };

    private TimeSpan? MaxAge(ParseResult parsed) => (parsed.GetValue(_maxAge), parsed.GetValue(_check)) switch
    {
        (null, _) => null,
        (_, false) => throw UsageError.Because($"{_maxAge.Name} is part of a check", "Add --check"),
        ({ } text, _) => Duration.Parse(text) ?? throw UsageError.Because($"{_maxAge.Name} is '{text}'", $"Give it {Duration.Takes}"),
    };

    private static string[] Cells(ListedBackup backup) =>
    [
        backup.File,
        backup.Timestamp is { } taken ? Format.Time(taken) : "",
        backup.AgeSeconds is { } age ? Format.Age(age) : "",
        backup.Before is { } migration ? $"before {migration}" : backup.Reason ?? "",
        backup.Context ?? "",
        backup.Database ?? "",
        backup.Migration ?? "",
        backup.Rows is { } rows ? Format.Count(rows) : "",
        Format.Bytes(backup.Bytes),
        backup.Verified is { } verified ? $"{(verified.Level == VerifyLevels.Rehearse ? "rehearsed" : verified.Level)} {verified.Timestamp.UtcDateTime:yyyy-MM-dd}" : "",
        backup.Problem ?? (backup.Complete ? Remark(backup) : "incomplete"),
    ];

    private static string Remark(ListedBackup backup)
        => string.Join(": ", new[] { backup.Encrypted ? "encrypted" : null, backup.Partial ? "partial" : null, backup.Masked ? "masked" : null, backup.Description }.OfType<string>());
}
