namespace Greenhouse.EfBackup.Protocol;

/// <summary>All settings, in the order in which they are shown and applied.</summary>
internal static class Settings
{
    private static readonly string[] _create = [Verbs.Create];
    private static readonly string[] _writing = [Verbs.Create, Verbs.Migrate];
    private static readonly string[] _restore = [Verbs.Restore];
    private static readonly string[] _choosing = [Verbs.Create, Verbs.Restore, Verbs.Diff];
    private static readonly string[] _connecting = [Verbs.Create, Verbs.Restore, Verbs.Verify, Verbs.Diff, Verbs.Migrate, Verbs.Undo];
    private static readonly string[] _encrypting = [Verbs.Create, Verbs.Restore, Verbs.Migrate, Verbs.Undo];
    private static readonly string[] _opening = [.. _encrypting, Verbs.Verify, Verbs.Show, Verbs.Diff, Verbs.Prune];

    // Before a request there is: it says whose backups are meant.
    public static readonly Setting Context = Setting.Text("context", "the name of a DbContext", [], (request, _) => request);

    public static readonly Setting Compression = Setting.Word("compression", ["none", "gzip", "brotli"], _writing, (request, text) => request with { Compression = text }) with { Option = "--compress" };

    public static readonly Setting Encrypt = Setting.Truth("encrypt", _encrypting, (request, value) => request with { Encrypt = value });

    public static readonly Setting PassphraseFile = Setting.Path("passphraseFile", _opening, (request, path) => request with { Passphrase = request.Passphrase ?? Secret(PassphraseText.Secret, path) });

    // The application's own migrations have no request.
    public static readonly Setting BeforeMigration = Setting.TruthOr("require-rehearsal", "beforeMigration");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Context,
        Setting.List("include", "the names of tables or entities", _choosing, (request, names) => request with { Include = names }),
        Setting.List("exclude", "the names of tables or entities", _choosing, (request, names) => request with { Exclude = names }),
        Setting.List("where", "conditions on rows of tables, \"Customers=Region = 'EU'\", without semicolons", _create, (request, conditions) => request with { Where = conditions }),
        Setting.Number("limit", 1, int.MaxValue, "rows", _create, (request, number) => request with { Limit = number }),
        Setting.Truth("withRelated", _create, (request, value) => request with { WithRelated = value }),
        Setting.Truth("andDependents", _create, (request, value) => request with { AndDependents = value }),
        Setting.Truth("allTables", _create, (request, value) => request with { AllTables = value }),
        Setting.Text("description", "a text", _create, (request, text) => request with { Description = text }),
        Compression,
        Encrypt,
        PassphraseFile,
        Setting.Number("parallel", 1, BackupRequest.MostParallel, "connections", _create, (request, number) => request with { Parallel = number }),
        Setting.Number("lockTimeout", 0, BackupRequest.LongestLockTimeout, "seconds", _connecting, (request, number) => request with { LockTimeout = number }),
        Setting.Word("verify", VerifyLevels.All, _writing, (request, text) => request with { Level = text }),
        Setting.Truth("mask", _create, (request, value) => request with { Mask = value }),
        Setting.Truth("requireMasking", _create, (request, value) => request with { RequireMasking = value }),
        Setting.Path("maskKeyFile", _create, (request, path) => request.Mask || request.RequireMasking ? request with { MaskKey = request.MaskKey ?? Secret(SecretText.MaskKey, path) } : request),
        Setting.Word("mode", RestoreModes.All, _restore, (request, text) => request with { Mode = text }),
        Setting.Word("schema", SchemaModes.All, _restore, (request, text) => request with { Schema = text }),
        BeforeMigration,
        .. RetentionSetting.All.Select(rule => Setting.Of(rule, _writing)),
    ];

    private static string Secret(SecretText secret, string path)
        => secret.Find(path, out var problem) ?? throw new ConfigurationException(ErrorCode.NoPassphrase, problem!, $"its first line is to be the {secret.What}");
}
