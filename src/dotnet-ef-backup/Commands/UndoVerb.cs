using System.CommandLine;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>undo</c>: schema and rows as they were before migrations.</summary>
internal sealed class UndoVerb : Verb
{
    private readonly FolderOptionSet _folder;
    private readonly ApplicationOptionSet _application = new();
    private readonly EncryptionOptionSet _encryption;
    private readonly Option<string?> _to = new("--to") { Description = "The migration to go back to (default: where the newest backup from before a migration was taken)", HelpName = "migration" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would happen, and change nothing" };
    private readonly RowOptionSet _rows = new();
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask" };
    private readonly Option<bool> _noSafety = new("--no-safety-backup") { Description = "Do not write the rows that are there now to a safety backup first" };

    public UndoVerb(string workingDirectory)
        : base(new Command(Verbs.Undo, "Bring schema and rows back to what they were before a migration: completely, or not at all"))
    {
        _folder = new FolderOptionSet(workingDirectory);
        _encryption = new EncryptionOptionSet(workingDirectory);
        _folder.AddTo(Declaration);
        _application.AddTo(Declaration);
        Declaration.Options.Add(_to);
        _encryption.AddTo(Declaration);
        Declaration.Options.Add(_dryRun);
        _rows.AddTo(Declaration);
        Declaration.Options.Add(_yes);
        Declaration.Options.Add(_noSafety);
        AddDisplayOptions();
    }

    public override void Print(ResultEvent result, ResultWriter writer) => RestoredTables.Print(result.Restore!, writer);

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display) => _encryption.Read(parsed, _rows.Read(parsed, new VerbOptions
    {
        Verb = Verbs.Undo,
        Migration = parsed.GetValue(_to),
        Launch = _application.Read(parsed, _folder.Read(parsed)),
        Display = display,
        Output = _folder.Output(parsed),
        Context = _folder.Context(parsed),
        Connection = _application.Connection(parsed),
        LockTimeout = _application.LockTimeout(parsed),
        DryRun = parsed.GetValue(_dryRun),
        Yes = parsed.GetValue(_yes),
        NoSafetyBackup = parsed.GetValue(_noSafety),
    }));
}
