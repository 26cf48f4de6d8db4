using Greenhouse.EfBackup.Operations;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Tests.Operations;

public class SeedingHookTests
{
    [Fact]
    public void Where_EF_Core_has_no_place_for_seeds_the_way_around_is_said()
    {
        // As DbContextOptionsBuilder is in EF Core 8.
        var refused = Assert.Throws<NotSupportedException>(() => SeedingHook.Use<Action<DbContext, bool>>(new DbContextOptionsBuilder(), typeof(object), (_, _) => { }));

        Assert.Contains("UseSeeding, which came with 9.0", refused.Message, StringComparison.Ordinal);
        Assert.Contains("SeedAsync", refused.Message, StringComparison.Ordinal);
    }
}
