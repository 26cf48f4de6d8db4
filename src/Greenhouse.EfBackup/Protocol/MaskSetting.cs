namespace Greenhouse.EfBackup.Protocol;

/// <summary>A rule of masking as somebody wrote it.</summary>
/// <param name="Table">The table, by name, schema-qualified name or entity.</param>
/// <param name="Column">The column, as the database calls it.</param>
/// <param name="Rule">The rule: <c>hash</c>, <c>partial:0,4</c>.</param>
internal sealed record MaskSetting(string Table, string Column, string Rule);
