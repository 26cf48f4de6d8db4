using System.Text.Json.Serialization;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>
/// What the host says while it works: one line of JSON each, on a pipe of its own, apart from whatever the application prints.
/// A run ends with exactly one <see cref="ResultEvent"/> or <see cref="ErrorEvent"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(StartedEvent), "started")]
[JsonDerivedType(typeof(TableEvent), "table")]
[JsonDerivedType(typeof(ProgressEvent), "progress")]
[JsonDerivedType(typeof(NoteEvent), "note")]
[JsonDerivedType(typeof(WarningEvent), "warning")]
[JsonDerivedType(typeof(QuestionEvent), "question")]
[JsonDerivedType(typeof(PassphraseEvent), "passphrase")]
[JsonDerivedType(typeof(ResultEvent), "result")]
[JsonDerivedType(typeof(ErrorEvent), "error")]
internal abstract record BackupEvent;

/// <summary>The context is there: what will be worked on, by which code.</summary>
/// <param name="Context">The context's full type name.</param>
/// <param name="Provider">The database provider's package name.</param>
/// <param name="Database">The database's name (never its connection string).</param>
/// <param name="EfCore">The version of EF Core that was loaded.</param>
/// <param name="Library">The version of Greenhouse.EfBackup that works.</param>
/// <param name="FromApplication">The library came from the application's closure and not from the host's folder.</param>
internal sealed record StartedEvent(string Context, string Provider, string Database, string EfCore, string Library, bool FromApplication) : BackupEvent;

/// <summary>A table is done.</summary>
/// <param name="Stage">What was done to it: one of <see cref="Stages"/>.</param>
/// <param name="Table">Its key in the file.</param>
/// <param name="Rows">Rows written or loaded.</param>
/// <param name="Index">Its place, from 1.</param>
/// <param name="Count">How many tables there are.</param>
internal sealed record TableEvent(string Stage, string Table, long Rows, int Index, int Count) : BackupEvent;

/// <summary>Work goes on inside a table; a few a second at most.</summary>
/// <param name="Stage">What is being done: one of <see cref="Stages"/>.</param>
/// <param name="Table">The table's key in the file; empty where the whole file is meant.</param>
/// <param name="Done">Rows (or, for <see cref="Stages.Check"/>, bytes) so far.</param>
/// <param name="Total">Of how many.</param>
internal sealed record ProgressEvent(string Stage, string Table, long Done, long Total) : BackupEvent;

/// <summary>A line of information.</summary>
internal sealed record NoteEvent(string Message) : BackupEvent;

/// <summary>Something that the user should know and that stops nothing.</summary>
internal sealed record WarningEvent(string Code, string Message, string? Help) : BackupEvent;

/// <summary>A yes or no is wanted; the answer is one line, <c>yes</c> or <c>no</c>, on standard input. End of input is no.</summary>
internal sealed record QuestionEvent(string Message) : BackupEvent;

/// <summary>A passphrase is wanted; the answer is one line on standard input, as <see cref="PassphraseText.ToAnswer"/> spells it.</summary>
/// <param name="Message">What for.</param>
/// <param name="IsNew">Something will be encrypted with it: whoever types it does that twice.</param>
internal sealed record PassphraseEvent(string Message, bool IsNew) : BackupEvent;

/// <summary>Done: the verb's document, exactly one of the properties.</summary>
internal sealed record ResultEvent : BackupEvent
{
    /// <summary>The exit code: 0, 7 where a difference was asked for and found, or what became of a work that was not all done.</summary>
    public int ExitCode { get; init; }

    public CreateResult? Create { get; init; }

    public RestoreResult? Restore { get; init; }

    public MigrateResult? Migrate { get; init; }

    public VerifyResult? Verify { get; init; }

    public ListResult? List { get; init; }

    public ShowResult? Show { get; init; }

    public ConfigurationResult? Configuration { get; init; }

    public DiffResult? Diff { get; init; }

    public PruneResult? Prune { get; init; }
}

/// <summary>An end without a result.</summary>
internal sealed record ErrorEvent : BackupEvent
{
    /// <summary>The code, <c>EFB1203</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The process's exit code.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What happened, and where.</summary>
    public required string Message { get; init; }

    /// <summary>How to go on.</summary>
    public string? Help { get; init; }

    /// <summary>Single findings (each difference, each dangling row), a line each.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>The stack, for <c>--verbose</c> and for bugs.</summary>
    public string? Stack { get; init; }
}

/// <summary>The stages that <see cref="TableEvent"/> and <see cref="ProgressEvent"/> name.</summary>
internal static class Stages
{
    public const string Read = "read";
    public const string Check = "check";
    public const string Safety = "safety";
    public const string Clear = "clear";
    public const string Load = "load";
    public const string Verify = "verify";
    public const string Compare = "compare";
}
