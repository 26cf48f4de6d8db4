using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tests.Migrations;

/// <summary>Which snapshots from before migrations stay: what the environment, the application and the build say of it.</summary>
public class HookRetentionTests
{
    [Fact]
    public void Variables_come_before_options_and_options_before_properties_rule_by_rule()
    {
        var policy = HookSettings.RetentionOf(
            new Dictionary<string, string> { ["EFBACKUP_KEEP_LAST"] = "1", ["EFBACKUP_MAX_SIZE"] = "1kB" }.GetValueOrDefault,
            new EfBackupRetention { KeepLast = 2, KeepDaily = 2, KeepWithin = TimeSpan.FromDays(2) }.Policy,
            new Dictionary<string, string> { ["EfBackupKeepLast"] = "3", ["EfBackupKeepDaily"] = "3", ["EfBackupOlderThan"] = "3d" }.GetValueOrDefault);

        Assert.Equal(new RetentionPolicy { KeepLast = 1, KeepDaily = 2, KeepWithin = TimeSpan.FromDays(2), OlderThan = TimeSpan.FromDays(3), MaxSize = 1000 }, policy);
    }

    [Fact]
    public void Where_nobody_says_anything_all_stay()
    {
        Assert.Null(HookSettings.RetentionOf(_ => null, new EfBackupOptions().Retention.Policy, _ => null));
    }

    [Fact]
    public void A_variable_or_property_that_is_no_value_is_named()
    {
        var variable = Assert.Throws<EfBackupException>(() => HookSettings.RetentionOf(name => name == "EFBACKUP_KEEP_LAST" ? "all" : null, null, _ => null));
        var property = Assert.Throws<EfBackupException>(() => HookSettings.RetentionOf(_ => null, null, name => name == "EfBackupKeepWithin" ? "30" : null));

        Assert.Equal(("EFB1703", "EFB1703"), (variable.Code, property.Code));
        Assert.Contains("the variable EFBACKUP_KEEP_LAST is 'all'; it can be a whole number", variable.Message, StringComparison.Ordinal);
        Assert.Contains("the property EfBackupKeepWithin is '30'", property.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_that_would_keep_nothing_is_refused_where_it_is_set()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EfBackupRetention { KeepLast = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EfBackupRetention { KeepWithin = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EfBackupRetention { MaxSize = -1 });
        Assert.True(new EfBackupRetention().Policy.IsEmpty);
    }
}
