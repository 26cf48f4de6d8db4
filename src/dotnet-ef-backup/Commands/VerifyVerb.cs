using System.CommandLine;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>verify</c>: proves what a backup is worth, as far as it is asked to. Only for more than the file the application is started.</summary>
internal sealed class VerifyVerb : Verb
{
    private readonly FileArgument _file;
    private readonly FolderOptionSet _folder;
    private readonly ApplicationOptionSet _application = new();
    private readonly EncryptionOptionSet _encryption;
    private readonly Option<string?> _level = VerifyLevel.Option("--level", "How far (default: file)");

    public VerifyVerb(string workingDirectory)
        : base(new Command(Verbs.Verify, "Prove that a backup is whole, that it fits, that it restores"))
    {
        _file = new FileArgument(workingDirectory);
        _folder = new FolderOptionSet(workingDirectory);
        _file.AddTo(Declaration);
        Declaration.Options.Add(_level);
        _folder.AddTo(Declaration);
        _encryption = new EncryptionOptionSet(workingDirectory);
        _encryption.AddPassphraseTo(Declaration);
        _application.AddTo(Declaration);
        AddDisplayOptions();
    }

    public override void Print(ResultEvent result, ResultWriter writer)
    {
        var found = result.Verify!;
        writer.Line($"{found.File} is {(found.Level switch { VerifyLevels.File => "whole", VerifyLevels.Schema => "whole and fits", _ => "whole and restores" })}");
        writer.Table(["table", "rows"], found.Tables.Select(t => new[] { t.Table, Format.Count(t.Rows) }));
        writer.Line($"{Format.Tables(found.Tables.Count)}, {Format.Rows(found.Rows)}, {Format.Bytes(found.Bytes)}");
        Verification.Print(found, writer);
    }

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display)
    {
        var (file, before) = _file.Read(parsed);
        if (!BackupRequest.NeedsApplication(Verbs.Verify, parsed.GetValue(_level), against: null) && _application.FirstIn(parsed) is { } option)
        {
            throw UsageError.Because($"{option} is about the application, which is not started to verify a file", "Leave it away, or add --level schema or --level rehearse");
        }

        return _encryption.Read(parsed, new VerbOptions
        {
            Verb = Verbs.Verify,
            File = file,
            Before = before,
            Level = parsed.GetValue(_level),
            Launch = _application.Read(parsed, _folder.Read(parsed)),
            Display = display,
            Output = _folder.Output(parsed),
            Context = _folder.Context(parsed),
            Connection = _application.Connection(parsed),
            LockTimeout = _application.LockTimeout(parsed),
        });
    }
}
