using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Nobody skips a suite.</summary>
public sealed class ComplianceTests
{
    [Fact]
    public void Every_suite_of_the_specification_has_its_tests_here()
    {
        var suites = typeof(Specification<>).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsGenericTypeDefinition: true } && type != typeof(Specification<>) && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Specification<>))
            .ToArray();

        var tested = typeof(ComplianceTests).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsPublic: true, BaseType.IsGenericType: true })
            .Select(type => type.BaseType!.GetGenericTypeDefinition())
            .ToArray();

        Assert.NotEmpty(suites);
        Assert.Empty(suites.Except(tested).Select(type => type.Name));
    }
}
