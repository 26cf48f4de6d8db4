namespace Greenhouse.EfBackup.Launch;

/// <summary>The environment variable that gives a connection string without showing it in the list of processes or in a build log.</summary>
internal static class ConnectionVariable
{
    public const string Name = "EFBACKUP_CONNECTION";

    /// <summary>What was given, else the variable's value; null where both are empty.</summary>
    public static string? Or(string? given) => given is { Length: > 0 } ? given : Environment.GetEnvironmentVariable(Name) is { Length: > 0 } secret ? secret : null;
}
