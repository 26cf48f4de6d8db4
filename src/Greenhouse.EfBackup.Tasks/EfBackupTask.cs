using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;
using Microsoft.Build.Framework;
using MSBuildTask = Microsoft.Build.Utilities.Task;

namespace Greenhouse.EfBackup.Tasks;

/// <summary>What the three tasks share: the build's own properties become the request that the tool would send.</summary>
public abstract class EfBackupTask : MSBuildTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    /// <summary>The project file, which errors are shown under.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The folder of Greenhouse.EfBackup.Host.dll.</summary>
    [Required]
    public string HostDirectory { get; set; } = "";

    /// <summary>The folder of the backups, relative to the project's.</summary>
    [Required]
    public string BackupFolder { get; set; } = "";

    /// <summary>The DbContext's name; empty where there is only one.</summary>
    public string? Context { get; set; }

    /// <summary>A file whose first line is the passphrase of encrypted backups, relative to the project's folder; empty for what the environment says.</summary>
    public string? PassphraseFile { get; set; }

    /// <summary>The backup file.</summary>
    [Output]
    public string? BackupFile { get; set; }

    /// <summary>Runs the host.</summary>
    /// <returns>Whether it ended with a result.</returns>
    public override bool Execute()
    {
        var listener = new BuildListener(Log, ProjectFile);
        try
        {
            var (target, request) = Prepare();
            return Finish(HostProcess.Run(HostDirectory, target, request, listener, new StopRequest(_cancel.Token, default)), listener);
        }
        catch (LaunchException e)
        {
            return Finish(e.ToEvent(), listener);
        }
        catch (ConfigurationException e)
        {
            return Finish(LaunchException.Of(e).ToEvent(), listener);
        }
    }

    /// <summary>Asks the host to undo what it began; called by MSBuild on Ctrl-C.</summary>
    public void Cancel() => _cancel.Cancel();

    /// <inheritdoc />
    public void Dispose()
    {
        _cancel.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string ProjectDirectory => Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!;

    /// <summary>A property's value; null where the project leaves it empty.</summary>
    private protected static string? Value(string? property) => string.IsNullOrWhiteSpace(property) ? null : property;

    /// <summary>What the project sets. A build has no options: what is said with <c>-p:</c> is a property.</summary>
    private protected Configuration Configuration => new(ConfigurationFile.Read(ProjectDirectory), name => Value(SettingOf(name)), Environment.GetEnvironmentVariable, ProjectDirectory);

    /// <summary>The value of a property that is a setting; null where the task has none of that name.</summary>
    private protected virtual string? SettingOf(string property)
        => property switch { "EfBackupContext" => Context, "EfBackupPassphraseFile" => PassphraseFile, _ => null };

    /// <summary>The folder and the context, which every verb has.</summary>
    private protected BackupRequest RequestOf(string verb) => new()
    {
        Verb = verb,
        BackupFolder = Absolute(BackupFolder),
        Context = Configuration[Settings.Context].Value,
        Passphrase = PassphraseInput.Find(file: null),
        File = Value(BackupFile) switch
        {
            null => null,
            BackupRequest.Latest => BackupRequest.Latest,
            var file => Absolute(file),
        },
    };

    private protected abstract (LaunchTarget? Target, BackupRequest Request) Prepare();

    /// <summary>Logs the result and names the file that <c>@(EfBackupFile)</c> gets.</summary>
    private protected abstract string? Report(ResultEvent result, BuildListener listener);

    private protected string Absolute(string path) => Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), ProjectDirectory);

    private bool Finish(BackupEvent ended, BuildListener listener)
    {
        if (ended is ResultEvent result)
        {
            BackupFile = Report(result, listener);
        }
        else
        {
            listener.Error((ErrorEvent)ended);
        }

        return !Log.HasLoggedErrors;
    }
}
