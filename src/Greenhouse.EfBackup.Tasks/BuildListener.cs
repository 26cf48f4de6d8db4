using System.Globalization;
using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Greenhouse.EfBackup.Tasks;

/// <summary>Shows what the host says in the build's log.</summary>
internal sealed class BuildListener(TaskLoggingHelper log, string projectFile) : IHostListener
{
    public void Report(BackupEvent happened)
    {
        switch (happened)
        {
            case StartedEvent started:
                log.LogMessage(MessageImportance.Normal,
                    Clean($"{started.Context} on {started.Provider}, database {started.Database}; EF Core {started.EfCore}, Greenhouse.EfBackup {started.Library}"));
                break;
            case TableEvent table:
                log.LogMessage(MessageImportance.Low, Clean(string.Create(CultureInfo.InvariantCulture, $"{table.Stage} {table.Index}/{table.Count} {table.Table}: {table.Rows} rows")));
                break;
            case NoteEvent note:
                Say(note.Message);
                break;
            case WarningEvent warning:
                log.LogWarning(null, warning.Code, null, projectFile, 0, 0, 0, 0, Sentence.Of(warning.Message, warning.Help));
                break;
        }
    }

    /// <summary>The application's own output, for who asks a build to say more.</summary>
    public void Talk(string line) => log.LogMessage(MessageImportance.Normal, line);

    /// <summary>Nobody is there to ask; a request that could lead here says so beforehand.</summary>
    public bool Answer(QuestionEvent question) => false;

    /// <summary>The same.</summary>
    public string? TypePassphrase(PassphraseEvent wanted) => null;

    /// <summary>What a build shows unless it is told to be quiet.</summary>
    public void Say(string text) => log.LogMessage(MessageImportance.High, Clean(text));

    /// <summary>What a verification proved.</summary>
    public void Verified(VerifyResult? found)
    {
        foreach (var key in found?.Unchecked ?? [])
        {
            Say($"not checked: {key.Table} ({string.Join(", ", key.Columns)}) -> {key.References}, for {key.Why}");
        }

        if (found is not null)
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"verified ({found.Level}): {found.Keys} keys, {found.References} foreign keys{(found.Rehearsal is null ? "" : $", rehearsed in {found.Rehearsal.Place}")}"));
        }
    }

    /// <summary>
    /// The result, as one line that begins like <c>App -> bin/App.dll</c>: of all that is said in a successful build, the terminal logger
    /// shows only the last line of that form.
    /// </summary>
    public void Summary(string what, IEnumerable<TableRows> tables, long rows, double seconds)
    {
        const int Most = 24;
        var list = tables.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Table} {t.Rows}")).ToArray();
        var more = list.Length > Most ? $" and {list.Length - Most} more" : "";
        Say(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileNameWithoutExtension(projectFile)} -> {what} ({seconds:0.00} s, {rows} rows: {string.Join(", ", list.Take(Most))}{more})"));
        foreach (var table in list.Skip(Most))
        {
            log.LogMessage(MessageImportance.Normal, Clean(table));
        }
    }

    /// <summary>What went after a snapshot.</summary>
    public void Pruned(PruneResult? done)
    {
        foreach (var backup in done?.Backups.Where(backup => backup is { Keep: false, Problem: null }) ?? [])
        {
            log.LogMessage(MessageImportance.Normal, Clean($"removed {backup.File}: {string.Join(", ", backup.Because)}"));
        }
    }

    /// <summary>An error with its findings; the stack only where nothing else would help, else in a log that is told to say more.</summary>
    public void Error(ErrorEvent failure)
    {
        string[] stack = failure.Stack is { } text && failure.Code == ErrorCode.Bug.Id ? [text] : [];
        var lines = failure.Details.Concat(stack).SelectMany(d => d.Split('\n')).Select(d => "  " + Clean(d.TrimEnd('\r')));
        log.LogError(null, failure.Code, null, projectFile, 0, 0, 0, 0, string.Join('\n', lines.Prepend(Sentence.Of(failure.Message, failure.Help))));
        if (stack.Length == 0 && failure.Stack is not null)
        {
            log.LogMessage(MessageImportance.Normal, failure.Stack);
        }
    }

    private static string Clean(string text) => ControlCharacters.Escape(text);
}
