using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

public sealed class ComplianceTests
{
    [Fact]
    public void Every_suite_of_the_specification_has_its_tests_here()
    {
        Assert.NotEmpty(Compliance.Suites);
        Assert.Empty(Compliance.MissingIn(typeof(ComplianceTests).Assembly));
    }
}
