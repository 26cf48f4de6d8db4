namespace Greenhouse.EfBackup.Protocol;

/// <summary>
/// What a door (the tool, an MSBuild task) asks of the host: one line of JSON, the first on the host's standard input.
/// It travels there and not in the argument list because a connection string may hold a password, and a passphrase is one.
/// </summary>
internal sealed record BackupRequest
{
    /// <summary>The version of this contract. Tool, host and library must agree on it.</summary>
    public const int CurrentProtocol = 1;

    /// <summary>The contract's version that the sender speaks.</summary>
    public int Protocol { get; init; } = CurrentProtocol;

    /// <summary>What to do: one of <see cref="Verbs"/>.</summary>
    public required string Verb { get; init; }

    /// <summary>The application whose database is meant; null for verbs that read backup files only.</summary>
    public ApplicationRequest? Application { get; init; }

    /// <summary>The folder of the backups, absolute.</summary>
    public required string BackupFolder { get; init; }

    /// <summary>The backup to read: an absolute path, or <see cref="Latest"/>.</summary>
    public string? File { get; init; }

    /// <summary>In place of <see cref="File"/>: the newest backup from before this migration (its id or name).</summary>
    public string? Before { get; init; }

    /// <summary>With a diff: the backup to compare with, as <see cref="File"/>; null for the database.</summary>
    public string? Against { get; init; }

    /// <summary>The rows that differ are wanted, and not their number only.</summary>
    public bool Rows { get; init; }

    /// <summary>How many rows of each change are wanted a table; null for what is usual. With a create: how many rows of a table at most; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>With a diff: the page to write, absolute; null for none.</summary>
    public string? Html { get; init; }

    /// <summary>Free text that the metadata of a new backup carries.</summary>
    public string? Description { get; init; }

    /// <summary>The name of the only context whose backups count for <see cref="Latest"/> where no application is given.</summary>
    public string? Context { get; init; }

    /// <summary>The only tables to take, by table, schema-qualified or entity name; empty is all.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Tables to leave out, named the same way.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Also take tables that no entity is mapped to.</summary>
    public bool AllTables { get; init; }

    /// <summary>With a create: which rows, <c>Customers=Region = 'EU'</c>: a table, and a condition in the database's SQL.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>With a create: only selected rows, and what they reference.</summary>
    public bool WithRelated { get; init; }

    /// <summary>With a create: the same, and what hangs on the selected rows.</summary>
    public bool AndDependents { get; init; }

    /// <summary>With a create: the seed to write in place of a backup, absolute; null for a backup.</summary>
    public string? Seed { get; init; }

    /// <summary>How a new backup is compressed: <c>none</c>, <c>gzip</c> or <c>brotli</c>; null for none.</summary>
    public string? Compression { get; init; }

    /// <summary>New backups, safety ones included, are encrypted with a passphrase.</summary>
    public bool Encrypt { get; init; }

    /// <summary>What encrypted backups are opened and written with; null where it is to be asked for, or not needed.</summary>
    public string? Passphrase { get; init; }

    /// <summary>With a create: values are masked by rules.</summary>
    public bool Mask { get; init; }

    /// <summary>With a create: the same, and every column that holds text has to have a rule.</summary>
    public bool RequireMasking { get; init; }

    /// <summary>Rules of masking, which come before those of the model.</summary>
    public IReadOnlyList<MaskSetting> Masks { get; init; } = [];

    /// <summary>What masked values depend on; null for a key of the run's own.</summary>
    public string? MaskKey { get; init; }

    /// <summary>Say what would happen, and change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Questions are answered with yes beforehand.</summary>
    public bool Yes { get; init; }

    /// <summary>Somebody can answer a question; where nobody can and <see cref="Yes"/> is not set, a question is an error.</summary>
    public bool Interactive { get; init; }

    /// <summary>Restore without writing the target's present rows to a safety backup first.</summary>
    public bool NoSafetyBackup { get; init; }

    /// <summary>How many connections read side by side; null for as many as there are cores, four at most.</summary>
    public int? Parallel { get; init; }

    /// <summary>How many seconds a lock that somebody else holds is waited for; null for what is usual with the database.</summary>
    public int? LockTimeout { get; init; }

    /// <summary>With a restore: what becomes of the schema, one of <see cref="SchemaModes"/>; null leaves it alone.</summary>
    public string? Schema { get; init; }

    /// <summary>With a restore: what becomes of rows that are there, one of <see cref="RestoreModes"/>; null replaces them.</summary>
    public string? Mode { get; init; }

    /// <summary>The migration to go to (id or name): of a migrate, and of an undo; null for the last one.</summary>
    public string? Migration { get; init; }

    /// <summary>With a migrate: what was applied before a failure stays.</summary>
    public bool NoRollback { get; init; }

    /// <summary>After loading, read every table back and compare its hash with the file's before committing.</summary>
    public bool VerifyRestored { get; init; }

    /// <summary>How far a backup is verified, one of <see cref="VerifyLevels"/>: with a verify (null for <see cref="VerifyLevels.File"/>), a create and a migrate (null for not at all).</summary>
    public string? Level { get; init; }

    /// <summary>The verb works on a database, and therefore needs the application.</summary>
    /// <param name="level">How far a verify goes.</param>
    /// <param name="against">What a diff compares with.</param>
    public static bool NeedsApplication(string verb, string? level, string? against)
        => verb is Verbs.Create or Verbs.Restore or Verbs.Migrate or Verbs.Undo
            || (verb == Verbs.Verify && level is VerifyLevels.Schema or VerifyLevels.Rehearse)
            || (verb == Verbs.Diff && against is null);

    /// <summary>Which backups stay: of a prune, and after a snapshot; null for all.</summary>
    public RetentionPolicy? Retention { get; init; }

    /// <summary>With a prune: what the backups were taken for that it is about.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>With a list: to fail where there is no valid backup, or none that is new enough.</summary>
    public bool Check { get; init; }

    /// <summary>How old the newest valid backup may be; null for any age.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The most of <see cref="Parallel"/>.</summary>
    public const int MostParallel = 16;

    /// <summary>The longest of <see cref="LockTimeout"/>: longer ones are none, and databases count in milliseconds.</summary>
    public const int LongestLockTimeout = 1_000_000;

    /// <summary>The most of <see cref="Limit"/>: so many rows are held in memory.</summary>
    public const int MostLimit = 100_000;

    /// <summary>The value of <see cref="File"/> that means the newest valid backup of the context and database.</summary>
    public const string Latest = "latest";

    /// <summary>No more than this: what else it holds may be secret.</summary>
    public override string ToString() => $"{nameof(BackupRequest)} {Verb}";
}

/// <summary>The verbs of a <see cref="BackupRequest"/>.</summary>
internal static class Verbs
{
    public const string Create = "create";
    public const string Restore = "restore";
    public const string Verify = "verify";
    public const string List = "list";
    public const string Show = "show";
    public const string Diff = "diff";
    public const string Prune = "prune";
    public const string Migrate = "migrate";
    public const string Undo = "undo";
}

/// <summary>How far a backup is verified, each level after the one before.</summary>
internal static class VerifyLevels
{
    /// <summary>The file is whole, and its keys hold.</summary>
    public const string File = "file";

    /// <summary>It fits the database, and the code knows its migrations.</summary>
    public const string Schema = "schema";

    /// <summary>It was restored into a scratch database, read back and compared.</summary>
    public const string Rehearse = "rehearse";

    public static readonly string[] All = [File, Schema, Rehearse];
}

/// <summary>What a restore does with the schema.</summary>
internal static class SchemaModes
{
    /// <summary>It must fit.</summary>
    public const string Exact = "exact";

    /// <summary>What has no place in it is left out, and named.</summary>
    public const string Lenient = "lenient";

    /// <summary>It goes to the backup's migration.</summary>
    public const string Backup = "backup";

    /// <summary>It goes to the backup's migration, and then forward through the application's migrations.</summary>
    public const string Migrate = "migrate";

    public static readonly string[] All = [Exact, Lenient, Backup, Migrate];
}

/// <summary>What a restore does with rows that are there.</summary>
internal static class RestoreModes
{
    /// <summary>They go, and those of the backup come.</summary>
    public const string Replace = "replace";

    /// <summary>Those whose key the backup has get its values; those that are missing are inserted, and none goes.</summary>
    public const string Merge = "merge";

    /// <summary>They stay as they are; those that are missing are inserted.</summary>
    public const string Insert = "insert";

    public static readonly string[] All = [Replace, Merge, Insert];
}

/// <summary>The compiled application, and how to get its context.</summary>
internal sealed record ApplicationRequest
{
    /// <summary>The assembly of the project that holds the contexts and migrations, absolute.</summary>
    public required string Assembly { get; init; }

    /// <summary>The assembly that starts the application, absolute; the same as <see cref="Assembly"/> where there is one project.</summary>
    public required string StartupAssembly { get; init; }

    /// <summary>The target project's folder (for messages), absolute; null for published output.</summary>
    public string? ProjectDirectory { get; init; }

    /// <summary>The context's name, full name or assembly-qualified name; null where there is only one.</summary>
    public string? Context { get; init; }

    /// <summary>A connection string that replaces the application's own.</summary>
    public string? Connection { get; init; }

    /// <summary>The application's own arguments (after <c>--</c>).</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>There is no project: the assembly is published output, where EF's design package is absent.</summary>
    public bool Published { get; init; }
}
