using System.CommandLine;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>prune</c>: removes backups that no rule keeps.</summary>
internal sealed class PruneVerb : Verb
{
    private readonly FolderOptionSet _folder;
    private readonly EncryptionOptionSet _encryption;
    private readonly RetentionOptionSet _retention = new();
    private readonly Option<string[]> _reasons = new("--reason") { Description = "What the backups were taken for that this is about: manual, before-migration or safety; repeatable (default: manual)", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be removed, and remove nothing" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask" };

    public PruneVerb(string workingDirectory)
        : base(new Command(Verbs.Prune, "Remove old backups of a project; of each context and database, what a rule keeps stays, and the newest valid one"))
    {
        _folder = new FolderOptionSet(workingDirectory);
        _encryption = new EncryptionOptionSet(workingDirectory);
        _folder.AddTo(Declaration);
        _encryption.AddPassphraseTo(Declaration);
        _retention.AddTo(Declaration);
        _reasons.AcceptOnlyFromAmong(Reasons.Manual, Reasons.Migration, Reasons.Safety);
        Declaration.Options.Add(_reasons);
        Declaration.Options.Add(_dryRun);
        Declaration.Options.Add(_yes);
        AddDisplayOptions();
    }

    public override void Print(ResultEvent result, ResultWriter writer)
    {
        var done = result.Prune!;
        writer.Line(PrunedText.Of(done));
        writer.Table(["", "file", "taken (UTC)", "reason", "context", "database", "size", "because"], done.Backups.Select(Cells), numbers: ["size"]);
        foreach (var leftover in done.Leftovers)
        {
            writer.Line($"Left behind by a killed process, and removed: {leftover}");
        }
    }

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display) => _encryption.Read(parsed, new VerbOptions
    {
        Verb = Verbs.Prune,
        Launch = _folder.Read(parsed),
        Display = display,
        Output = _folder.Output(parsed),
        Context = _folder.Context(parsed),
        Retention = _retention.Read(parsed) ?? throw UsageError.Because("`prune` is given no rule, and would remove nothing", "Say what stays (--keep-last, --keep-daily, --keep-within, ...) or what goes (--older-than, --max-size)"),
        Reasons = parsed.GetValue(_reasons) is { Length: > 0 } reasons ? reasons : [Reasons.Manual],
        DryRun = parsed.GetValue(_dryRun),
        Yes = parsed.GetValue(_yes),
    });

    private static string[] Cells(PrunedBackup backup) =>
    [
        backup switch { { Keep: true } => "keep", { Problem: not null } => "failed", _ => "remove" },
        backup.File,
        backup.Timestamp is { } taken ? Format.Time(taken) : "",
        backup.Reason ?? "",
        backup.Context ?? "",
        backup.Database ?? "",
        Format.Bytes(backup.Bytes),
        backup.Problem ?? string.Join(", ", backup.Because),
    ];
}
