using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Specification;

/// <summary>What the versions of EF Core that these suites are built with differ in: <c>-p:EfCore=8</c> builds them with the oldest that is served.</summary>
internal static class EfVersions
{
    /// <summary>Models of tests have no snapshot of their own, which EF Core 9 and later would compare with.</summary>
    public static TOptions HasNoSnapshot<TOptions>(this TOptions options)
        where TOptions : DbContextOptionsBuilder
    {
#if EFCORE9_OR_GREATER
        options.ConfigureWarnings(warnings => warnings.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning));
#endif
        return options;
    }
}
