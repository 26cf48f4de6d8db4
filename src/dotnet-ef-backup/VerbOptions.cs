using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool;

/// <summary>One command line, read and checked. Unset is null.</summary>
internal sealed record VerbOptions
{
    /// <summary>One of <see cref="Protocol.Verbs"/>.</summary>
    public required string Verb { get; init; }

    public required LaunchOptions Launch { get; init; }

    public required DisplayOptions Display { get; init; }

    /// <summary>The backup: an absolute path, or <c>latest</c>; null where the verb takes none.</summary>
    public string? File { get; init; }

    /// <summary>In place of a file: a migration that the backup was taken before.</summary>
    public string? Before { get; init; }

    /// <summary>What a diff compares the backup with: an absolute path, or <c>latest</c>; null for the database.</summary>
    public string? Against { get; init; }

    /// <summary>Show the rows that differ.</summary>
    public bool Rows { get; init; }

    /// <summary>How many of them, of each change and table; of a create, how many rows of a table at most.</summary>
    public int? Limit { get; init; }

    /// <summary>The page to write, absolute.</summary>
    public string? Html { get; init; }

    /// <summary>The seed to write, absolute.</summary>
    public string? Seed { get; init; }

    /// <summary>The backup folder, absolute.</summary>
    public string? Output { get; init; }

    public string? Context { get; init; }

    public string? Connection { get; init; }

    public string? Description { get; init; }

    /// <summary><c>none</c>, <c>gzip</c> or <c>brotli</c>.</summary>
    public string? Compression { get; init; }

    /// <summary>What is written is encrypted.</summary>
    public bool Encrypt { get; init; }

    /// <summary>What a file or the environment gives.</summary>
    public string? Passphrase { get; init; }

    /// <summary>Values are masked.</summary>
    public bool Mask { get; init; }

    /// <summary>The same, and every text has to have a rule.</summary>
    public bool RequireMasking { get; init; }

    /// <summary>What masked values depend on, where a file or the environment gives it.</summary>
    public string? MaskKey { get; init; }

    public IReadOnlyList<string> Include { get; init; } = [];

    public IReadOnlyList<string> Exclude { get; init; } = [];

    public bool AllTables { get; init; }

    /// <summary>Which rows: <c>table=condition</c>.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>Selected rows with what they reference.</summary>
    public bool WithRelated { get; init; }

    /// <summary>And with what hangs on them.</summary>
    public bool AndDependents { get; init; }

    /// <summary>How many connections read side by side.</summary>
    public int? Parallel { get; init; }

    /// <summary>How many seconds a lock is waited for.</summary>
    public int? LockTimeout { get; init; }

    /// <summary>Which backups stay.</summary>
    public RetentionPolicy? Retention { get; init; }

    /// <summary>What the backups were taken for that are meant.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Fail where there is no valid backup that is new enough.</summary>
    public bool Check { get; init; }

    public TimeSpan? MaxAge { get; init; }

    public bool DryRun { get; init; }

    public bool Yes { get; init; }

    public bool NoSafetyBackup { get; init; }

    /// <summary>What a restore does with the schema: <c>exact</c>, <c>backup</c> or <c>migrate</c>.</summary>
    public string? Schema { get; init; }

    /// <summary>What a restore does with rows that are there: <c>replace</c>, <c>merge</c> or <c>insert</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>The migration to go to.</summary>
    public string? Migration { get; init; }

    /// <summary>What was applied before a failure stays.</summary>
    public bool NoRollback { get; init; }

    /// <summary>Read back before the commit.</summary>
    public bool VerifyRestored { get; init; }

    /// <summary>How far a backup is verified: <c>file</c>, <c>schema</c> or <c>rehearse</c>.</summary>
    public string? Level { get; init; }

    /// <summary>Show the settings of the project, and no backup.</summary>
    public bool Config { get; init; }

    /// <summary>The names of the options that the command line has: what they say comes before any setting.</summary>
    public IReadOnlySet<string> Given { get; init; } = new HashSet<string>();

    /// <summary>What stands after <c>--</c>.</summary>
    public IReadOnlyList<string> ApplicationArguments { get; init; } = [];

    /// <summary>No more than this: what else it holds may be secret.</summary>
    public override string ToString() => $"{nameof(VerbOptions)} {Verb}";
}

/// <summary>How much is said, and in which form.</summary>
internal sealed record DisplayOptions(bool Json, bool Verbose, bool Quiet, bool NoColor);
