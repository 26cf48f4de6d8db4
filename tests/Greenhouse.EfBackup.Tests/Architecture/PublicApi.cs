using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Tests.Architecture;

/// <summary>The public members of an assembly, a line each, in an order that nothing but a change of them changes.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly)
        => assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => Members(type).Order(StringComparer.Ordinal).Select(member => $"{Name(type)}.{member}").Prepend(Declaration(type)));

    private static string Declaration(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsAbstract && type.IsSealed ? "static class" : type.GetMethod("<Clone>$") is not null ? "sealed record" : type.IsSealed ? "sealed class" : "class";
        var parent = type.BaseType is { } known && known != typeof(object) && !type.IsEnum ? $" : {Name(known)}" : "";
        return $"{kind} {type.Namespace}.{Name(type)}{parent}";
    }

    private static IEnumerable<string> Members(Type type)
        => type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt32(Enum.Parse(type, name), CultureInfo.InvariantCulture)}")
            :
            [
                .. type.GetConstructors(Declared).Select(made => $"{type.Name}({Parameters(made)})"),
                .. type.GetFields(Declared).Select(field => $"{field.Name}: {(field.IsLiteral ? "const " : field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)}"),
                .. type.GetProperties(Declared).Select(Property),
                .. type.GetMethods(Declared).Where(method => !method.IsSpecialName && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null).Select(Method),
            ];

    private static string Property(PropertyInfo property)
    {
        var nullable = new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable && !property.PropertyType.IsValueType;
        var set = property.SetMethod is not { IsPublic: true } setter ? ""
            : setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        return $"{property.Name}: {Name(property.PropertyType)}{(nullable ? "?" : "")} {{ get;{set} }}";
    }

    private static string Method(MethodInfo method)
        => $"{method.Name}{Arguments(method.IsGenericMethod ? method.GetGenericArguments() : [])}({Parameters(method)}): {Name(method.ReturnType)}";

    private static string Parameters(MethodBase method)
        => string.Join(", ", method.GetParameters().Select(parameter =>
        {
            var nullable = new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable && !parameter.ParameterType.IsValueType;
            var value = parameter.DefaultValue is { } known and not DBNull ? known is string text ? $"\"{text}\"" : Convert.ToString(known, CultureInfo.InvariantCulture) : parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null";
            return $"{Name(parameter.ParameterType)}{(nullable ? "?" : "")} {parameter.Name}{(parameter.HasDefaultValue ? $" = {value}" : "")}";
        }));

    private static string Name(Type type)
        => Nullable.GetUnderlyingType(type) is { } inner ? Name(inner) + "?"
            : type.IsGenericType ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + Arguments(type.GetGenericArguments())
            : type.Name;

    private static string Arguments(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";
}
