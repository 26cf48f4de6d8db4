using Greenhouse.EfBackup.Masking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Greenhouse.EfBackup;

/// <summary>Rules of masking in a model.</summary>
public static class EfBackupPropertyBuilderExtensions
{
    /// <summary>How the values of the property are masked in a backup that is taken with <c>--mask</c>. It comes before a <see cref="BackupMaskAttribute"/>.</summary>
    /// <param name="builder">The property.</param>
    /// <param name="rule">The rule, as in <see cref="BackupMaskAttribute"/>.</param>
    /// <returns>The same property.</returns>
    /// <exception cref="ArgumentException">It is no rule.</exception>
    public static PropertyBuilder HasBackupMask(this PropertyBuilder builder, string rule)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(rule);
        return MaskRule.Parse(rule) is null
            ? throw new ArgumentException($"'{rule}' is no rule of masking; it can be {MaskRule.Takes}.", nameof(rule))
            : builder.HasAnnotation(BackupMaskAttribute.Annotation, rule);
    }

    /// <inheritdoc cref="HasBackupMask(PropertyBuilder, string)"/>
    /// <typeparam name="TProperty">The property's type.</typeparam>
    public static PropertyBuilder<TProperty> HasBackupMask<TProperty>(this PropertyBuilder<TProperty> builder, string rule)
        => (PropertyBuilder<TProperty>)HasBackupMask((PropertyBuilder)builder, rule);
}
