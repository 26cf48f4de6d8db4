using System.CommandLine;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>diff</c>: what differs between two backups, or between one and the database.</summary>
internal sealed class DiffVerb : Verb
{
    private readonly string _workingDirectory;
    private readonly FileArgument _file;
    private readonly Argument<string?> _against = new("against") { Description = "The backup to compare with (default: the database as it is)", Arity = ArgumentArity.ZeroOrOne };
    private readonly FolderOptionSet _folder;
    private readonly ApplicationOptionSet _application = new();
    private readonly EncryptionOptionSet _encryption;
    private readonly TableOptionSet _tables = new();
    private readonly RowOptionSet _rows = new();
    private readonly Option<string?> _html = new("--html") { Description = "Write one page with the rows that differ, for people to read and search", HelpName = "file" };

    public DiffVerb(string workingDirectory)
        : base(new Command(Verbs.Diff, "Compare the rows of a backup with those of another one, or of the database"))
    {
        _workingDirectory = workingDirectory;
        _file = new FileArgument(workingDirectory);
        _folder = new FolderOptionSet(workingDirectory);
        _file.AddTo(Declaration);
        Declaration.Arguments.Add(_against);
        _folder.AddTo(Declaration);
        _application.AddTo(Declaration);
        _encryption = new EncryptionOptionSet(workingDirectory);
        _encryption.AddPassphraseTo(Declaration);
        _tables.AddTo(Declaration);
        _rows.AddTo(Declaration);
        Declaration.Options.Add(_html);
        AddDisplayOptions();
    }

    public override void Print(ResultEvent result, ResultWriter writer)
    {
        var found = result.Diff!;
        writer.Line($"{found.Old} and {found.New} {Differences.Verdict(found)}");
        Differences.Print(found.Tables, writer);
        if (found.LeftOut.Count > 0)
        {
            writer.Line($"Not compared, since one of the two leaves them out: {string.Join(", ", found.LeftOut)}");
        }

        if (found.Html is { } page)
        {
            writer.Line($"The page is {page}");
        }

        writer.Line($"{Format.Tables(found.Tables.Count)}, {Format.Seconds(found.Seconds)}");
    }

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display)
    {
        var (file, before) = _file.Read(parsed);
        return _encryption.Read(parsed, _rows.Read(parsed, _tables.Read(parsed, new VerbOptions
        {
            Verb = Verbs.Diff,
            File = file,
            Before = before,
            Against = parsed.GetValue(_against) is { } against ? _file.PathOf(against) : null,
            Html = parsed.GetValue(_html) is { } page ? Path.GetFullPath(page, _workingDirectory) : null,
            Launch = _application.Read(parsed, _folder.Read(parsed)),
            Display = display,
            Output = _folder.Output(parsed),
            Context = _folder.Context(parsed),
            Connection = _application.Connection(parsed),
            LockTimeout = _application.LockTimeout(parsed),
        })));
    }
}
