using System.CommandLine;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>migrate</c>: applies migrations after a snapshot, all of them or none.</summary>
internal sealed class MigrateVerb : Verb
{
    private readonly FolderOptionSet _folder;
    private readonly ApplicationOptionSet _application = new();
    private readonly EncryptionOptionSet _encryption;
    private readonly Argument<string?> _target = new("migration") { Description = "The migration to go to, by id or name; 0 for none (default: the last one)", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _compress = new("--compress") { Description = "How the snapshot is compressed: none, gzip or brotli (default: none)" };
    private readonly Option<string?> _verify = VerifyLevel.Option("--verify", "Verify the snapshot before anything is migrated");
    private readonly RetentionOptionSet _retention = new();
    private readonly Option<bool> _noRollback = new("--no-rollback") { Description = "Leave what was applied before a failure" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what is pending and what it endangers, and change nothing" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask before what can lose data" };

    public MigrateVerb(string workingDirectory)
        : base(new Command(Verbs.Migrate, "Apply migrations after a snapshot: all of them, or none"))
    {
        _folder = new FolderOptionSet(workingDirectory);
        _encryption = new EncryptionOptionSet(workingDirectory);
        Declaration.Arguments.Add(_target);
        _folder.AddTo(Declaration);
        _application.AddTo(Declaration);
        _compress.AcceptOnlyFromAmong("none", "gzip", "brotli");
        Declaration.Options.Add(_compress);
        Declaration.Options.Add(_verify);
        _encryption.AddTo(Declaration);
        _retention.AddTo(Declaration);
        Declaration.Options.Add(_noRollback);
        Declaration.Options.Add(_dryRun);
        Declaration.Options.Add(_yes);
        AddDisplayOptions();
    }

    public override void Print(ResultEvent result, ResultWriter writer)
    {
        var done = result.Migrate!;
        writer.Line(done switch
        {
            { Migrations.Count: 0 } => $"{done.Database} is at {done.To}: nothing is pending",
            { DryRun: true } => $"Dry run: nothing is changed. {done.Database} would go from {Named(done.From)} to {Named(done.To)}",
            _ => $"{done.Database} went from {Named(done.From)} to {Named(done.To)}",
        });
        foreach (var migration in done.Migrations)
        {
            writer.Line($"  {migration}");
            foreach (var hazard in done.Hazards.Where(hazard => hazard.Migration == migration))
            {
                writer.Line($"    {hazard}");
            }
        }

        writer.Table(["table", "before", "after"], done.Tables.Where(table => table.Before != table.After).Select(table => new[] { table.Table, Count(table.Before), Count(table.After) }));
        if (done.Snapshot is { } file)
        {
            writer.Line($"Schema and rows from before: {file} (`dotnet ef-backup undo`)");
            Verification.Print(done.Verification, writer);
        }

        PrunedText.PrintBelow(done.Pruned, writer);
    }

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display) => _encryption.Read(parsed, new VerbOptions
    {
        Verb = Verbs.Migrate,
        Migration = parsed.GetValue(_target),
        Launch = _application.Read(parsed, _folder.Read(parsed)),
        Display = display,
        Output = _folder.Output(parsed),
        Context = _folder.Context(parsed),
        Connection = _application.Connection(parsed),
        LockTimeout = _application.LockTimeout(parsed),
        Compression = parsed.GetValue(_compress),
        Level = parsed.GetValue(_verify),
        NoRollback = parsed.GetValue(_noRollback),
        Retention = _retention.Read(parsed),
        DryRun = parsed.GetValue(_dryRun),
        Yes = parsed.GetValue(_yes),
    });

    private static string Named(string migration) => migration == "0" ? "no migration" : migration;

    private static string Count(long? rows) => rows is { } known ? Format.Count(known) : "-";
}
