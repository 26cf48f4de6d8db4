using System.Text.Json;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>
/// The door that the host comes in by. The host may have loaded this assembly from its own folder or from the application's closure,
/// so nothing but types of the base library crosses here: text in, text out.
/// </summary>
internal static class HostDoor
{
    /// <summary>The version of the contract between host and library; the host refuses another one.</summary>
    public const int Contract = 1;

    /// <summary>Carries out one request.</summary>
    /// <param name="request">A <see cref="BackupRequest"/> as JSON.</param>
    /// <param name="emit">Takes one event, a line of JSON without its line end; safe to call from any thread.</param>
    /// <param name="ask">Waits for one line of standard input: the answer to the question last emitted; null at the end of input.</param>
    /// <param name="cancellation">Set when the user interrupts; what was begun is undone and the run ends with an error event.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string request, Action<string> emit, Func<string?> ask, CancellationToken cancellation)
    {
        void Emit(BackupEvent said) => emit(JsonSerializer.Serialize(said, ProtocolJson.Lines.BackupEvent));

        var end = RunToEndAsync(request, Emit, ask, cancellation).GetAwaiter().GetResult();
        Emit(end);
        return end is ErrorEvent error ? error.ExitCode : ((ResultEvent)end).ExitCode;
    }

    /// <summary>Loads and compiles ahead what a run will need. The host calls it beside its wait for the request, and passes over whatever fails in it.</summary>
    public static void Warm() => WarmUp.Run();

    /// <returns>The one event that a run ends with.</returns>
    private static async Task<BackupEvent> RunToEndAsync(string request, Action<BackupEvent> emit, Func<string?> ask, CancellationToken cancellation)
    {
        try
        {
            var parsed = JsonSerializer.Deserialize(request, ProtocolJson.Lines.BackupRequest)!;
            return await new RequestHandler(parsed, new Progress(emit), new Confirmation(parsed, emit, ask).Demand, new PassphraseSource(parsed, emit, ask)).HandleAsync(cancellation);
        }
        catch (EfBackupException exception)
        {
            return Failure(exception.ErrorCode, exception, exception.Message, exception.Help, exception.Details);
        }
        catch (OperationCanceledException exception) when (cancellation.IsCancellationRequested)
        {
            return Failure(ErrorCode.Interrupted, exception, "interrupted", "nothing was changed; run it again when you like", []);
        }
        catch (Exception exception)
        {
            return Failure(ErrorCode.Bug, exception, $"unexpected: {exception.Message}", "nothing was changed. Please report it with the stack below", []);
        }
    }

    private static ErrorEvent Failure(ErrorCode code, Exception exception, string message, string help, IReadOnlyList<string> details)
        => new() { Code = code.Id, ExitCode = code.ExitCode, Message = message, Help = help, Details = details, Stack = exception.ToString() };
}
