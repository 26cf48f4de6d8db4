using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql;

/// <summary>What both directions of COPY need of the driver's stream.</summary>
internal static class CopyStreamExtensions
{
    /// <summary>Gives a COPY up, in whatever state it is.</summary>
    public static void Abandon(this NpgsqlRawCopyStream stream)
    {
        try
        {
            stream.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The server has ended it: by the error that is on its way, and that must not be hidden by this one.
        }
    }
}
