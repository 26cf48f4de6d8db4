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
    /// <param name="request">A <see cref="Protocol.BackupRequest"/> as JSON.</param>
    /// <param name="emit">Takes one event, a line of JSON without its line end; safe to call from any thread.</param>
    /// <param name="ask">Waits for one line of standard input: the answer to the question last emitted; null at the end of input.</param>
    /// <param name="cancellation">Set when the user interrupts; what was begun is undone and the run ends with an error event.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string request, Action<string> emit, Func<string?> ask, CancellationToken cancellation)
        => throw new NotImplementedException($"{request}{emit}{ask}{cancellation}");
}
