namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>What should be a row of a table is none; whoever knows the table names it.</summary>
internal sealed class UnreadableRowException(Side side, FormatException inner) : Exception(inner.Message, inner)
{
    public Side Side => side;

    public static void Guard(Side side, Action action)
    {
        try
        {
            action();
        }
        catch (FormatException exception)
        {
            throw new UnreadableRowException(side, exception);
        }
    }
}
