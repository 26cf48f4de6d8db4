using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Masking;
using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Greenhouse.EfBackup.Verification;
using Greenhouse.EfBackup.Verification.Differences;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Specification;

/// <summary>The engine, as its doors use it: takes and restores backups, and keeps what it says meanwhile.</summary>
internal sealed class Backups(string path)
{
    private readonly BackupFolder _folder = new(Path.Combine(path, "backups"));
    private readonly TimeProvider _time = new TickingTime();

    public DatabaseSettings Settings { get; set; } = DatabaseSettings.Default;

    public string Folder => _folder.Path;

    /// <summary>Everything that was said.</summary>
    public List<BackupEvent> Said { get; } = [];

    /// <summary>Called with everything that is said, while the engine waits.</summary>
    public Action<BackupEvent> Listener { get; set; } = _ => { };

    public IEnumerable<WarningEvent> Warnings => Said.OfType<WarningEvent>();

    /// <summary>Files in the folder, unfinished ones included.</summary>
    public IReadOnlyList<string> Files
        => Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder).Where(file => Path.GetFileName(file) != ".gitignore")] : [];

    /// <summary>What everything is encrypted with and opened by; null where nothing is encrypted.</summary>
    public Passphrase? Passphrase { get; set; }

    /// <summary>Verifies a snapshot as whoever has taken it does.</summary>
    public Task<VerifyResult> VerifySnapshotAsync(DbContext context, string file, string level, CancellationToken cancellation = default)
        => new Verifier(context, Settings, new Progress(Hear), _time).VerifySnapshotAsync(file, Passphrase, level, "the database", cancellation);

    public static CheckedFile Check(string file, Passphrase? passphrase = null) => FileCheck.Check(file, passphrase, Progress.None, CancellationToken.None);

    public async Task<CreateResult> CreateAsync(DbContext context, TableSelection? selection = null, bool dryRun = false, SelectedRows? rows = null, CancellationToken cancellation = default)
    {
        await using var database = await SupportedDatabases.OpenAsync(context, Settings, cancellation);
        return await new BackupCreator(context, database, _folder, new Progress(Hear), _time)
            .CreateAsync(new CreateOptions(selection ?? TableSelection.Mapped, "taken by a test", dryRun, new Packing(Passphrase: Passphrase), Rows: rows), cancellation);
    }

    /// <summary>A backup whose values are masked.</summary>
    public async Task<CreateResult> CreateMaskedAsync(DbContext context, MaskOptions masking, TableSelection? selection = null, CancellationToken cancellation = default)
    {
        await using var database = await SupportedDatabases.OpenAsync(context, Settings, cancellation);
        return await new BackupCreator(context, database, _folder, new Progress(Hear), _time)
            .CreateAsync(new CreateOptions(selection ?? TableSelection.Mapped, Packing: new Packing(Passphrase: Passphrase), Masking: masking), cancellation);
    }

    public async Task<RestoreResult> RestoreAsync(
        DbContext context, string file, RestoreOptions? options = null, Action<string>? confirm = null, CancellationToken cancellation = default)
    {
        await using var database = await SupportedDatabases.OpenAsync(context, Settings, cancellation);
        return await new Restorer(context, database, _folder, new Progress(Hear), confirm ?? (_ => { }), _time, new MergeForecast(database.Names, new Progress(Hear)))
            .RestoreAsync(file, Opened(options), cancellation);
    }

    public async Task<RestoreResult> RestoreSchemaAsync(
        DbContext context, string file, SchemaMode mode, RestoreOptions? options = null, Action<string>? confirm = null, CancellationToken cancellation = default)
    {
        await using var database = await SupportedDatabases.OpenAsync(context, Settings, cancellation);
        return await new SchemaRestorer(context, database, _folder, new Progress(Hear), confirm ?? (_ => { }), _time)
            .RestoreAsync(file, mode, Opened(options), cancellation);
    }

    /// <summary>What differs between a backup and the database, with the rows.</summary>
    public static async Task<IReadOnlyDictionary<string, TableDifference>> DiffAsync(DbContext context, string file, TableSelection? selection = null, CancellationToken cancellation = default)
    {
        await using var database = await SupportedDatabases.OpenAsync(context, DatabaseSettings.Default, cancellation);
        await using var old = new FileRows(file, passphrase: null);
        await using var snapshot = await database.OpenSnapshotAsync(cancellation);
        await using var @new = await LiveRows.BesideAsync(old.Metadata, context, database, snapshot, cancellation);
        var rows = new ShownRows(ShownRows.Default);
        var (tables, _) = await new Comparison(old, @new, database.Names, Progress.None).RunAsync(selection ?? TableSelection.Everything, rows, cancellation);
        return DifferenceResults.Of(tables, rows);
    }

    public async Task<MigrateResult> MigrateAsync(
        DbContext context, MigrateOptions options, Action<string>? confirm = null, Func<string, CancellationToken, Task<VerifyResult>>? verify = null, CancellationToken cancellation = default)
    {
        await using var database = await SupportedDatabases.OpenAsync(context, Settings, cancellation);
        return await new SchemaMigrator(context, database, _folder, new Progress(Hear), confirm ?? (_ => { }), _time, verify).MigrateAsync(options, cancellation);
    }

    public async Task<VerifyResult> VerifyAsync(DbContext context, string file, string level, CancellationToken cancellation = default)
    {
        await using var database = await SupportedDatabases.OpenAsync(context, Settings, cancellation);
        return await new Verifier(context, Settings, new Progress(Hear), _time).VerifyAsync(file, Passphrase, level, database, cancellation);
    }

    /// <summary>A restore that reads back what it loaded, and takes no safety backup.</summary>
    public static RestoreOptions Options(TableSelection? selection = null, bool safety = false, bool dryRun = false, bool readBack = true)
        => new(selection ?? TableSelection.Mapped, safety, dryRun, readBack);

    public static TableSelection Only(params string[] names) => new(names, [], AllTables: false);

    public static TableSelection Without(params string[] names) => new([], names, AllTables: false);

    private RestoreOptions Opened(RestoreOptions? options) => (options ?? Options()) with { Passphrase = Passphrase };

    private void Hear(BackupEvent said)
    {
        Said.Add(said);
        Listener(said);
    }

    /// <summary>A second later at every look: files are named by their time.</summary>
    private sealed class TickingTime : TimeProvider
    {
        private DateTimeOffset _now = new(2024, 1, 1, 10, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now = _now.AddSeconds(1);
    }
}
