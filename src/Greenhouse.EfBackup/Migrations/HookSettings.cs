using System.Reflection;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>What has to be there before a migration begins.</summary>
internal enum BeforeMigration
{
    Nothing,

    /// <summary>A snapshot.</summary>
    Snapshot,

    /// <summary>A snapshot that has been restored for a trial.</summary>
    Rehearsal,
}

/// <summary>How the snapshot before a migration is taken: by environment variables, else by what UseEfBackup was given, else by what the package's targets left in the application.</summary>
internal sealed record HookSettings(BeforeMigration Before, string Folder, Packing Packing, RetentionPolicy? Retention)
{
    public const string BeforeMigrationVariable = "EFBACKUP_BEFORE_MIGRATION";
    public const string OutputVariable = "EFBACKUP_OUTPUT";
    public const string CompressionVariable = "EFBACKUP_COMPRESSION";
    public const string EncryptVariable = "EFBACKUP_ENCRYPT";

    // The keys of the assembly metadata that buildTransitive/Greenhouse.EfBackup.Hook.targets writes.
    private const string BeforeMigrationKey = "EfBackupBeforeMigration";
    private const string OutputKey = "EfBackupOutput";
    private const string CompressionKey = "EfBackupCompression";
    private const string EncryptKey = "EfBackupEncrypt";
    private const string ProjectKey = "EfBackupProject";
    private const string DefaultFolder = "backups";
    private const string RequireRehearsal = "require-rehearsal";

    /// <summary>What the environment says; null where it says nothing.</summary>
    /// <exception cref="EfBackupException">It is none of its values.</exception>
    public static BeforeMigration? FromEnvironment
        => Variable(BeforeMigrationVariable) is not { } value ? null : Parse(value) ?? throw Wrong($"the variable {BeforeMigrationVariable} is '{value}'", $"it can be true, false or {RequireRehearsal}");

    /// <exception cref="EfBackupException">One of them has a value that it can't have.</exception>
    public static HookSettings Of(DbContext context, EfBackupOptions? options)
    {
        var baked = new Lazy<IReadOnlyDictionary<string, string>>(() => Baked(context));
        var wanted = FromEnvironment ?? Of(options) ?? Parse(baked.Value.GetValueOrDefault(BeforeMigrationKey)) ?? BeforeMigration.Snapshot;
        return new HookSettings(
            wanted,
            Variable(OutputVariable) is { } folder ? Path.GetFullPath(folder)
                : options?.Folder is { } chosen ? Path.GetFullPath(chosen)
                : BakedFolder(baked.Value),
            new Packing(
                CompressionOf(Variable(CompressionVariable) ?? options?.Compression?.ToString() ?? baked.Value.GetValueOrDefault(CompressionKey)),
                wanted != BeforeMigration.Nothing && IsEncrypted(options, baked.Value) ? PassphraseOf(options, baked.Value.GetValueOrDefault(Settings.PassphraseFile.Property)) : null),
            RetentionOf(Variable, options?.Retention.Policy, baked.Value.GetValueOrDefault));
    }

    /// <summary>Which snapshots stay: rule by rule by the first that says it.</summary>
    /// <returns>Null where nothing is said.</returns>
    /// <exception cref="EfBackupException">A value is none.</exception>
    public static RetentionPolicy? RetentionOf(Func<string, string?> variable, RetentionPolicy? options, Func<string, string?> baked)
    {
        var policy = Read(setting => baked(setting.Property), setting => $"the property {setting.Property}")
            .OverriddenBy(options ?? new RetentionPolicy())
            .OverriddenBy(Read(setting => variable(setting.Variable), setting => $"the variable {setting.Variable}"));
        return policy.IsEmpty ? null : policy;

        static RetentionPolicy Read(Func<RetentionSetting, string?> value, Func<RetentionSetting, string> name)
            => RetentionSetting.Read(value, (setting, text) => Wrong($"{name(setting)} is '{text}'", $"it can be {setting.Takes}")) ?? new RetentionPolicy();
    }

    /// <summary>Relative to the project's folder, where this machine has that; else to the current one.</summary>
    private static string BakedFolder(IReadOnlyDictionary<string, string> baked)
    {
        var folder = baked.GetValueOrDefault(OutputKey) ?? DefaultFolder;
        return baked.GetValueOrDefault(ProjectKey) is { } project && Directory.Exists(project) ? Path.GetFullPath(folder, project) : Path.GetFullPath(folder);
    }

    private static Compression CompressionOf(string? name)
        => CompressionStreams.Parse(name) ?? throw Wrong($"the compression of snapshots is '{name}' ({CompressionVariable}, or the property {CompressionKey})", "it can be none, gzip or brotli");

    /// <summary>A word that is neither yes nor no is no reason to leave rows in plain text.</summary>
    private static bool IsEncrypted(EfBackupOptions? options, IReadOnlyDictionary<string, string> baked)
        => Variable(EncryptVariable) is { } value ? Truth(value) ?? throw Wrong($"the variable {EncryptVariable} is '{value}'", "it can be true or false")
            : options?.Encrypt ?? (baked.GetValueOrDefault(EncryptKey) is { } property ? Truth(property) ?? throw Wrong($"the property {EncryptKey} is '{property}'", "it can be true or false") : false);

    private static Passphrase PassphraseOf(EfBackupOptions? options, string? projectFile)
    {
        var text = PassphraseText.Find(file: null, out var problem) ?? options?.Passphrase ?? (problem is null && (options?.PassphraseFile ?? projectFile) is { } file ? PassphraseText.Find(file, out problem) : null);
        return text is not null ? new Passphrase(text) : throw Wrong(
            $"the snapshot is to be encrypted, and {problem ?? "no passphrase is given"}", $"give one with the variable {PassphraseText.Variable}, or a file that holds it with {PassphraseText.FileVariable}");
    }

    /// <summary>The package writes them into every project that it reaches; the one that holds the migrations knows best.</summary>
    private static Dictionary<string, string> Baked(DbContext context)
    {
        var baked = new[] { context.GetService<IMigrationsAssembly>().Assembly, context.GetType().Assembly, Assembly.GetEntryAssembly() }
            .Concat(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic))
            .OfType<Assembly>()
            .Select(assembly => assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(item => item is { Value.Length: > 0 } && IsOurs(item.Key)).ToDictionary(item => item.Key, item => item.Value!))
            .FirstOrDefault(found => found.Count > 0) ?? [];
        foreach (var (setting, value) in FileOf(baked))
        {
            baked.TryAdd(setting, value);
        }

        return baked;
    }

    /// <summary>What the project's file says, where this machine has the project, by the names of properties.</summary>
    private static IEnumerable<(string Property, string Value)> FileOf(Dictionary<string, string> baked)
    {
        try
        {
            var file = baked.GetValueOrDefault(ProjectKey) is { } project && Directory.Exists(project) ? ConfigurationFile.Read(project) : ConfigurationFile.None;
            return Settings.All.Where(setting => file.Values.ContainsKey(setting.Name)).Select(setting => (setting.Property, file.Values[setting.Name]));
        }
        catch (ConfigurationException exception)
        {
            throw Wrong(exception.Message, exception.Help);
        }
    }

    private static bool IsOurs(string key)
        => key is BeforeMigrationKey or OutputKey or CompressionKey or EncryptKey or ProjectKey || RetentionSetting.All.Any(setting => setting.Property == key);

    /// <summary>What UseEfBackup was given; null where it was not called.</summary>
    public static BeforeMigration? Of(EfBackupOptions? options)
        => options switch { null => null, { BeforeMigration: false } => BeforeMigration.Nothing, { RequireRehearsal: true } => BeforeMigration.Rehearsal, _ => BeforeMigration.Snapshot };

    private static bool? Truth(string? value) => bool.TryParse(value, out var truth) ? truth : null;

    private static BeforeMigration? Parse(string? value)
        => bool.TryParse(value, out var truth) ? (truth ? BeforeMigration.Snapshot : BeforeMigration.Nothing) : value == RequireRehearsal ? BeforeMigration.Rehearsal : null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static EfBackupException Wrong(string message, string help)
        => new(ErrorCode.HookSetting, $"{ErrorCode.HookSetting.Id}: nothing was migrated, for {message}; {help}", help);
}
