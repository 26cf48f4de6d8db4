namespace Greenhouse.EfBackup;

/// <summary>Something that stops nothing and that somebody should know.</summary>
/// <param name="Code">Its code, such as <c>EFB1209</c>; the README has the table.</param>
/// <param name="Message">What it is about.</param>
/// <param name="Help">How to go on; null where nothing is to be done.</param>
public sealed record EfBackupWarning(string Code, string Message, string? Help);
