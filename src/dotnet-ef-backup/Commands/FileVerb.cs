using System.CommandLine;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>A verb that reads a backup file and starts no application.</summary>
internal abstract class FileVerb : Verb
{
    private readonly string _name;
    private readonly FileArgument _file;
    private readonly FolderOptionSet _folder;
    private readonly EncryptionOptionSet _encryption;

    protected FileVerb(string name, string description, string workingDirectory)
        : base(new Command(name, description))
    {
        _name = name;
        _file = new FileArgument(workingDirectory);
        _folder = new FolderOptionSet(workingDirectory);
        _encryption = new EncryptionOptionSet(workingDirectory);
        _file.AddTo(Declaration);
        _folder.AddTo(Declaration);
        _encryption.AddPassphraseTo(Declaration);
        AddDisplayOptions();
    }

    /// <summary>What is asked for is in no backup.</summary>
    protected virtual bool NamesNone(ParseResult parsed) => false;

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display)
    {
        var (file, before) = NamesNone(parsed) ? (null, null) : _file.Read(parsed);
        return _encryption.Read(parsed, new VerbOptions
        {
            Verb = _name,
            File = file,
            Before = before,
            Launch = _folder.Read(parsed),
            Display = display,
            Output = _folder.Output(parsed),
            Context = _folder.Context(parsed),
        });
    }
}
