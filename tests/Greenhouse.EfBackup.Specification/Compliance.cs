using System.Reflection;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Nobody skips a suite.</summary>
public static class Compliance
{
    private static readonly Type[] _derived = [.. typeof(Specification<>).Assembly.GetTypes().Where(type => type is { IsAbstract: true, IsGenericTypeDefinition: true } && IsSpecification(type))];

    /// <summary>The suites of the specification: what nothing else in it builds on.</summary>
    public static IReadOnlyList<Type> Suites { get; } = [.. _derived.Except(_derived.Select(ParentOf).OfType<Type>())];

    /// <summary>The suites that an assembly of tests does not have.</summary>
    public static IReadOnlyList<string> MissingIn(Assembly tests)
    {
        var tested = tests.GetTypes()
            .Where(type => type is { IsAbstract: false, IsPublic: true, BaseType.IsGenericType: true })
            .Select(type => type.BaseType!.GetGenericTypeDefinition());
        return [.. Suites.Except(tested).Select(type => type.Name)];
    }

    private static bool IsSpecification(Type type) => ParentOf(type) is { } parent && (parent == typeof(Specification<>) || IsSpecification(parent));

    private static Type? ParentOf(Type type) => type.BaseType is { IsGenericType: true } parent ? parent.GetGenericTypeDefinition() : null;
}
