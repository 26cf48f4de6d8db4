using System.CommandLine;
using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>Whether values are masked, and where the key comes from.</summary>
internal sealed class MaskingOptionSet(string workingDirectory)
{
    private readonly Option<bool> _mask = new("--mask") { Description = "Mask values by the rules of efbackup.json and of the model" };
    private readonly Option<bool> _require = new("--require-masking") { Description = "The same, and fail where a column that holds text has no rule" };
    private readonly Option<string?> _keyFile = new("--mask-key-file") { Description = $"A file whose first line is the key of masked values (default: the variables {SecretText.MaskKey.Variable} and {SecretText.MaskKey.FileVariable}, else another key for every backup)", HelpName = "file" };

    public void AddTo(Command command)
    {
        command.Options.Add(_mask);
        command.Options.Add(_require);
        command.Options.Add(_keyFile);
    }

    /// <exception cref="LaunchException">The file gives no key.</exception>
    public VerbOptions Read(ParseResult parsed, VerbOptions options) => options with
    {
        Mask = parsed.GetValue(_mask),
        RequireMasking = parsed.GetValue(_require),
        MaskKey = PassphraseInput.Find(SecretText.MaskKey, parsed.GetValue(_keyFile) is { } file ? Path.GetFullPath(file, workingDirectory) : null),
    };
}
