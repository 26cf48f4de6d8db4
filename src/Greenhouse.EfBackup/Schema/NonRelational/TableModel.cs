using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Schema.NonRelational;

/// <summary>
/// The tables of a model: those of its provider where that is relational. Otherwise those that EF's relational conventions give to the same context, which are the ones
/// that a relational provider would have made of it: so that rows of either find their place in the other.
/// </summary>
internal static class TableModel
{
    /// <exception cref="EfBackupException">The model can't be put into tables.</exception>
    public static IModel Of(DbContext context)
    {
        if (context.Database.IsRelational())
        {
            return context.Model;
        }

        RefuseMixedVersions(context);
        try
        {
            using var tables = new TableContext(context);
            return tables.Model;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            throw new EfBackupException(
                ErrorCode.NoTables,
                $"the model of {context.GetType().Name} can't be put into tables: {exception.Message}",
                "change the model so that a relational provider could serve it too (a converter for a type that databases do not know, a key for an entity), or ignore the property",
                inner: exception);
        }
    }

    /// <summary>A package manager takes the oldest that fits: an application that references no relational provider may have got another version of that part than of the rest.</summary>
    private static void RefuseMixedVersions(DbContext context)
    {
        var (core, relational) = (typeof(DbContext).Assembly.GetName().Version!, typeof(RelationalDatabaseFacadeExtensions).Assembly.GetName().Version!);
        if (core.Major != relational.Major)
        {
            throw new EfBackupException(
                ErrorCode.NoTables,
                $"{context.GetType().Name} uses EF Core {core.ToString(3)} and Microsoft.EntityFrameworkCore.Relational {relational.ToString(3)}, which do not fit together",
                $"add a reference to the package Microsoft.EntityFrameworkCore.Relational in the version of EF Core, {core.ToString(3)}");
        }
    }
}
