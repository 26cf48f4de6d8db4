using System.CommandLine;
using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>create</c>: writes a backup.</summary>
internal sealed class CreateVerb : Verb
{
    private readonly FolderOptionSet _folder;
    private readonly ApplicationOptionSet _application = new();
    private readonly EncryptionOptionSet _encryption;
    private readonly MaskingOptionSet _masking;
    private readonly TableOptionSet _tables = new();
    private readonly SubsetOptionSet _subset = new();
    private readonly Option<bool> _allTables = new("--all-tables") { Description = "Also tables that no entity is mapped to" };
    private readonly Option<string?> _description = new("--description") { Description = "A text that the backup carries" };
    private readonly Option<string?> _seed = new("--seed") { Description = "Write a seed in place of a backup: a text to edit, a row a line; one that was written like this is replaced", HelpName = "file" };
    private readonly Option<string?> _compress = new("--compress") { Description = "How the file is compressed: none, gzip or brotli (default: none)" };
    private readonly Option<string?> _parallel = new("--parallel") { Description = "How many connections read side by side, 1 to 16, where the database can do that (default: as many as there are cores, at most 4)", HelpName = "connections" };
    private readonly Option<string?> _verify = VerifyLevel.Option("--verify", "Verify the backup at once");
    private readonly RetentionOptionSet _retention = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be backed up, and write nothing" };

    private readonly string _workingDirectory;

    public CreateVerb(string workingDirectory)
        : base(new Command(Verbs.Create, "Back up the database of an EF Core application"))
    {
        _workingDirectory = workingDirectory;
        _folder = new FolderOptionSet(workingDirectory);
        _encryption = new EncryptionOptionSet(workingDirectory);
        _masking = new MaskingOptionSet(workingDirectory);
        _folder.AddTo(Declaration);
        _application.AddTo(Declaration);
        _tables.AddTo(Declaration);
        _subset.AddTo(Declaration);
        Declaration.Options.Add(_allTables);
        Declaration.Options.Add(_description);
        Declaration.Options.Add(_seed);
        _compress.AcceptOnlyFromAmong("none", "gzip", "brotli");
        Declaration.Options.Add(_compress);
        _encryption.AddTo(Declaration);
        _masking.AddTo(Declaration);
        Declaration.Options.Add(_parallel);
        Declaration.Options.Add(_verify);
        _retention.AddTo(Declaration);
        Declaration.Options.Add(_dryRun);
        AddDisplayOptions();
    }

    public override void Print(ResultEvent result, ResultWriter writer)
    {
        var made = result.Create!;
        writer.Line(made.File ?? $"Dry run: nothing is written. The backup of {made.Database} would hold");
        writer.Table(["table", "rows"], made.Tables.Select(t => new[] { t.Table, Format.Count(t.Rows) }));
        writer.Line($"{Format.Tables(made.Tables.Count)}, {Format.Rows(made.Rows)}{(made.File is null ? "" : ", " + Format.Bytes(made.Bytes))}, {Format.Seconds(made.Seconds)}");
        if (made.Selection is { } selection)
        {
            writer.Line($"A partial backup: {selection}");
        }

        writer.Field("masked", made.Masked.Count > 0 ? string.Join(", ", made.Masked) : null);
        Verification.Print(made.Verification, writer);
        PrunedText.PrintBelow(made.Pruned, writer);
    }

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display) => _masking.Read(parsed, _encryption.Read(parsed, _subset.Read(parsed, _tables.Read(parsed, new VerbOptions
    {
        Verb = Verbs.Create,
        Launch = _application.Read(parsed, _folder.Read(parsed)),
        Display = display,
        Output = _folder.Output(parsed),
        Context = _folder.Context(parsed),
        Connection = _application.Connection(parsed),
        Parallel = WholeNumber.Parallel(_parallel.Name, parsed.GetValue(_parallel)),
        LockTimeout = _application.LockTimeout(parsed),
        Description = parsed.GetValue(_description),
        Seed = Seed(parsed),
        AllTables = parsed.GetValue(_allTables),
        Compression = parsed.GetValue(_compress),
        Level = parsed.GetValue(_verify),
        Retention = _retention.Read(parsed),
        DryRun = parsed.GetValue(_dryRun),
    }))));

    /// <exception cref="LaunchException">An option that is none of seeds stands beside it.</exception>
    private string? Seed(ParseResult parsed)
    {
        if (parsed.GetValue(_seed) is not { } seed)
        {
            return null;
        }

        string[] ofBackups = [_description.Name, _compress.Name, _verify.Name, EncryptionOptionSet.Encrypt, .. RetentionSetting.All.Select(setting => setting.Option)];
        return Declaration.Options.FirstOrDefault(option => ofBackups.Contains(option.Name) && parsed.GetResult(option) is { Implicit: false }) is { } other
            ? throw UsageError.Because($"{other.Name} is for backups, and {_seed.Name} writes none", $"Leave {other.Name} away, or {_seed.Name}")
            : Path.GetFullPath(seed, _workingDirectory);
    }
}
