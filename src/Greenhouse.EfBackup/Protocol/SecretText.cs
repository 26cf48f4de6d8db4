namespace Greenhouse.EfBackup.Protocol;

/// <summary>Where a secret comes from: never from the command line, where every user of the machine could read it.</summary>
/// <param name="What">What it is.</param>
/// <param name="Variable">The variable that holds it.</param>
/// <param name="FileVariable">The variable that names a file whose first line it is.</param>
internal sealed record SecretText(string What, string Variable, string FileVariable)
{
    /// <summary>What masked values depend on.</summary>
    public static readonly SecretText MaskKey = new("masking key", "EFBACKUP_MASK_KEY", "EFBACKUP_MASK_KEY_FILE");

    /// <summary>The file that is named, else the variables; null where they give none.</summary>
    /// <param name="file">A path; null where none is named.</param>
    /// <param name="problem">What is wrong with the file; null where nothing is.</param>
    public string? Find(string? file, out string? problem)
    {
        problem = null;
        return file is null && Value(Variable) is { } text ? text
            : (file ?? Value(FileVariable)) is { } path ? FirstLine(path, out problem)
            : null;
    }

    private string? FirstLine(string path, out string? problem)
    {
        try
        {
            using var reader = new StreamReader(path);
            var line = reader.ReadLine();
            problem = string.IsNullOrEmpty(line) ? $"the first line of the {What} file {path} is empty" : null;
            return problem is null ? line : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"the {What} file {path} can't be read: {exception.Message}";
            return null;
        }
    }

    private static string? Value(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
