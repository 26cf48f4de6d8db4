using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Every entity of a context as EF Core reads it, as text in which equal values are equal, whichever database they come from.</summary>
internal static class EntityText
{
    private static readonly MethodInfo _set = typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!;

    public static IReadOnlyList<string> Of(DbContext context)
        => [.. context.Model.GetEntityTypes().Where(type => !type.IsOwned())
            .SelectMany(type => ((IQueryable<object>)_set.MakeGenericMethod(type.ClrType).Invoke(context, null)!).AsEnumerable().Select(entity => Of(context.Entry(entity))))
            .Order(StringComparer.Ordinal)];

    private static string Of(EntityEntry entry)
        => $"{entry.Metadata.ClrType.Name}: {string.Join(" | ", entry.Properties.Select(property => $"{property.Metadata.Name}={Of(property.CurrentValue)}").Concat(entry.References.Where(reference => reference.Metadata.TargetEntityType.IsOwned()).Select(reference => $"{reference.Metadata.Name}={JsonSerializer.Serialize(reference.CurrentValue)}")))}";

    private static string Of(object? value)
        => value switch
        {
            null => "null",
            byte[] bytes => Convert.ToBase64String(bytes),
            // Zeros at the end are no part of the value.
            decimal number => number.ToString("G29", CultureInfo.InvariantCulture),
            DateTime time => Utc(time).ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    /// <summary>The driver gives an instant in the zone of this machine.</summary>
    private static DateTime Utc(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
}
