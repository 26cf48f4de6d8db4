namespace Greenhouse.EfBackup.Databases;

/// <summary>A value that a column can't hold as it is: it would be rounded, cut or changed. Whoever knows the row turns it into an error that names it.</summary>
internal sealed class ValueNotHeldException(string message) : Exception(message)
{
    public const string Help = "nothing was changed. Change the column's type, or the value in the source database, and back it up again";
}
