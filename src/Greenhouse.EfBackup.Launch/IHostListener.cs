using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>Who shows what the host says. Calls come from several threads, but never two at once.</summary>
internal interface IHostListener
{
    /// <summary>Something happened. Questions come to <see cref="Answer"/>; the last event is returned, and not reported here.</summary>
    void Report(BackupEvent happened);

    /// <summary>A line that the application, or a library of its, printed.</summary>
    void Talk(string line);

    /// <summary>Answers a question; the host waits.</summary>
    bool Answer(QuestionEvent question);

    /// <summary>Has a passphrase typed; the host waits.</summary>
    /// <returns>Null where nobody types one.</returns>
    string? TypePassphrase(PassphraseEvent wanted);
}
