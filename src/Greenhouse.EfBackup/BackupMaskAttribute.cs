namespace Greenhouse.EfBackup;

/// <summary>
/// How the values of a property are masked in a backup that is taken with <c>--mask</c>. All other backups hold them as they are.
/// </summary>
/// <param name="rule">
/// <c>keep</c>, <c>null</c>, <c>constant:&lt;text&gt;</c>, <c>hash</c>, <c>name</c>, <c>email</c>, <c>phone</c>, <c>text</c>, <c>shuffle</c>, <c>shift:&lt;days&gt;</c> or
/// <c>partial:&lt;first&gt;,&lt;last&gt;</c>.
/// </param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class BackupMaskAttribute(string rule) : Attribute
{
    /// <summary>The annotation that a model carries where the rule was not given by an attribute.</summary>
    internal const string Annotation = "EfBackup:Mask";

    /// <summary>The rule.</summary>
    public string Rule { get; } = rule;
}
