using System.CommandLine;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>restore</c>: gives the database the content of a backup.</summary>
internal sealed class RestoreVerb : Verb
{
    private readonly FileArgument _file;
    private readonly FolderOptionSet _folder;
    private readonly ApplicationOptionSet _application = new();
    private readonly EncryptionOptionSet _encryption;
    private readonly TableOptionSet _tables = new();
    private readonly Option<string?> _mode = new("--mode") { Description = "What becomes of rows that are there: replace (they go, and those of the backup come; default), merge (those whose key the backup has get its values, and none goes) or insert (they stay as they are, and only rows whose key is missing come)" };
    private readonly Option<string?> _schema = new("--schema") { Description = "What becomes of the schema: exact (it must fit; default), lenient (what has no place in it is left out, and named), backup (it goes to the backup's migration) or migrate (the same, and then forward through the application's migrations)" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check the file against the database, say what would happen, and change nothing" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask" };
    private readonly Option<bool> _noSafety = new("--no-safety-backup") { Description = "Do not write the rows that are there now to a safety backup first" };
    private readonly Option<bool> _verify = new("--verify") { Description = "Read every table back and compare its hash before committing" };

    public RestoreVerb(string workingDirectory)
        : base(new Command(Verbs.Restore, "Replace the database's rows by those of a backup, or bring them together: completely, or not at all"))
    {
        _file = new FileArgument(workingDirectory);
        _folder = new FolderOptionSet(workingDirectory);
        _encryption = new EncryptionOptionSet(workingDirectory);
        _file.AddTo(Declaration);
        _folder.AddTo(Declaration);
        _application.AddTo(Declaration);
        _tables.AddTo(Declaration);
        _mode.AcceptOnlyFromAmong(RestoreModes.All);
        Declaration.Options.Add(_mode);
        _schema.AcceptOnlyFromAmong(SchemaModes.All);
        Declaration.Options.Add(_schema);
        _encryption.AddTo(Declaration);
        foreach (var option in new[] { _dryRun, _yes, _noSafety, _verify })
        {
            Declaration.Options.Add(option);
        }

        AddDisplayOptions();
    }

    public override void Print(ResultEvent result, ResultWriter writer) => RestoredTables.Print(result.Restore!, writer);

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display)
    {
        var (file, before) = _file.Read(parsed);
        return _encryption.Read(parsed, _tables.Read(parsed, new VerbOptions
        {
            Verb = Verbs.Restore,
            File = file,
            Before = before,
            Mode = parsed.GetValue(_mode),
            Schema = parsed.GetValue(_schema),
            Launch = _application.Read(parsed, _folder.Read(parsed)),
            Display = display,
            Output = _folder.Output(parsed),
            Context = _folder.Context(parsed),
            Connection = _application.Connection(parsed),
            LockTimeout = _application.LockTimeout(parsed),
            DryRun = parsed.GetValue(_dryRun),
            Yes = parsed.GetValue(_yes),
            NoSafetyBackup = parsed.GetValue(_noSafety),
            VerifyRestored = parsed.GetValue(_verify),
        }));
    }
}
