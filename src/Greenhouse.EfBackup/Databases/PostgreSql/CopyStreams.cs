using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql;

/// <summary>The end of a COPY that is not to go on.</summary>
internal static class CopyStreams
{
    /// <summary>Gives a COPY up, whichever way it runs and whatever has become of it: the driver may have closed it on another thread.</summary>
    public static void Abandon(this NpgsqlRawCopyStream stream)
    {
        try
        {
            stream.Cancel();
        }
        catch (Exception)
        {
            // Whoever gives it up has a reason, and that is what counts; on a broken connection there is nothing left to end.
        }
    }
}
