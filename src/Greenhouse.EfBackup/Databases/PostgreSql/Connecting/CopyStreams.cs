using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Connecting;

/// <summary>What a COPY takes that is not to end before its time, and one that is not to go on.</summary>
internal static class CopyStreams
{
    /// <summary>24 days, in milliseconds. For none at all, up to version 9 the driver takes 0 and not -1, and from version 10 on -1 and not 0.</summary>
    public const int NoTimeout = int.MaxValue;

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
