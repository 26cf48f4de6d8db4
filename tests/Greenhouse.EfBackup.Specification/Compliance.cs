using System.Reflection;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Nobody skips a suite.</summary>
public static class Compliance
{
    /// <summary>The suites of the specification.</summary>
    public static IReadOnlyList<Type> Suites { get; } =
    [
        .. typeof(Specification<>).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsGenericTypeDefinition: true } && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Specification<>)),
    ];

    /// <summary>The suites that an assembly of tests does not have.</summary>
    public static IReadOnlyList<string> MissingIn(Assembly tests)
    {
        var tested = tests.GetTypes()
            .Where(type => type is { IsAbstract: false, IsPublic: true, BaseType.IsGenericType: true })
            .Select(type => type.BaseType!.GetGenericTypeDefinition());
        return [.. Suites.Except(tested).Select(type => type.Name)];
    }
}
