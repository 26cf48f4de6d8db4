using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Masking;
using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Operations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Pruning;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Seeds;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Verification;
using Greenhouse.EfBackup.Verification.Differences;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>The verbs that work on the application's database.</summary>
internal sealed class DatabaseVerbs(BackupRequest request, Progress progress, Action<string> confirm, PassphraseSource passphrases)
{
    private readonly BackupFolder _folder = new(request.BackupFolder);
    private Task<CheckedFile>? _check;
    private Packing _packing = Packing.Plain;
    private RestoreMode _mode;
    private SelectedRows? _rows;

    /// <exception cref="EfBackupException">It could not be done.</exception>
    public Task<ResultEvent> HandleAsync(CancellationToken cancellation)
    {
        // What is wrong with the request is said before the application is started.
        _mode = RowMode;
        _rows = RowChoice.Read(request.Where, request.Verb == Verbs.Create ? request.Limit : null, request.WithRelated, request.AndDependents);
        RefuseEncryptedSeed();
        _packing = new Packing(Compression, passphrases.ToEncrypt());
        _check = StartCheck(cancellation);
        return WithContextAsync(
            request.Verb switch { Verbs.Create => CreateAsync, Verbs.Verify => VerifyAsync, Verbs.Migrate => MigrateAsync, Verbs.Undo => UndoAsync, Verbs.Diff => DiffAsync, _ => RestoreAsync },
            makes: request.Verb == Verbs.Migrate || (request.Verb == Verbs.Restore && Mode != SchemaMode.Exact),
            cancellation);
    }

    /// <summary>A file that is named is read while the application starts; which one is the latest is known only when its database is.</summary>
    private Task<CheckedFile>? StartCheck(CancellationToken cancellation)
    {
        if (request.Verb != Verbs.Restore || request.File is null or BackupRequest.Latest || !File.Exists(request.File))
        {
            return null;
        }

        var passphrase = passphrases.ToOpen(request.File);
        return OwnThread.Run(() => FileCheck.Check(request.File, passphrase, progress, cancellation));
    }

    private DatabaseSettings Settings => DatabaseSettings.Default with
    {
        Readers = request.Parallel ?? DatabaseSettings.Default.Readers,
        LockTimeout = request.LockTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    private Compression Compression
        => CompressionStreams.Parse(request.Compression) ?? throw new EfBackupException(ErrorCode.Usage, $"'{request.Compression}' is no compression", "it can be none, gzip or brotli");

    private SchemaMode Mode
        => request.Schema switch
        {
            null or SchemaModes.Exact or SchemaModes.Lenient => SchemaMode.Exact,
            SchemaModes.Backup => SchemaMode.Backup,
            SchemaModes.Migrate => SchemaMode.Migrate,
            var other => throw new EfBackupException(ErrorCode.Usage, $"'{other}' is nothing that becomes of a schema", "it can be exact, lenient, backup or migrate"),
        };

    private RestoreMode RowMode
        => request.Mode switch
        {
            null or RestoreModes.Replace => RestoreMode.Replace,
            RestoreModes.Merge or RestoreModes.Insert when Mode != SchemaMode.Exact => throw new EfBackupException(
                ErrorCode.Usage, $"the mode {request.Mode} keeps the rows that are there, and the way to another schema (--schema {request.Schema}) empties every table", "leave --schema away, or --mode"),
            RestoreModes.Merge => RestoreMode.Merge,
            RestoreModes.Insert => RestoreMode.Insert,
            var other => throw new EfBackupException(ErrorCode.Usage, $"'{other}' is no mode of a restore", "it can be replace, merge or insert"),
        };

    private TableSelection Selection => new(request.Include, request.Exclude, request.AllTables);

    private MaskOptions? Masking => request.Mask || request.RequireMasking ? new MaskOptions(request.Masks, request.RequireMasking, request.MaskKey) : null;

    private async Task<ResultEvent> CreateAsync(DbContext context, IDatabase database, CancellationToken cancellation)
    {
        var options = new CreateOptions(Selection, request.Description, request.DryRun, _packing, Rows: _rows, Masking: Masking);
        // What settings say of the project's backups is not about its seeds.
        var create = request.Seed is { } seed
            ? Operations(context, database).CreateAsync(new SeedDestination(seed, cancellation), options with { Packing = null }, level: null, policy: null, cancellation)
            : Operations(context, database).CreateAsync(_folder, options, request.Level, request.Retention, cancellation);
        return new ResultEvent { Create = await create };
    }

    /// <summary>Who wants no readable backup on the disk may not want a readable seed.</summary>
    private void RefuseEncryptedSeed()
    {
        if (request is { Verb: Verbs.Create, Seed: not null, Encrypt: true })
        {
            throw new EfBackupException(ErrorCode.Usage, "a seed is a text to read and edit, and backups of this project are encrypted", "say that the seed may be read by EFBACKUP_ENCRYPT=false, and mask what is secret with --mask");
        }
    }

    private async Task<ResultEvent> VerifyAsync(DbContext context, IDatabase database, CancellationToken cancellation)
    {
        var file = Resolve(context, database);
        return new ResultEvent { Verify = await Operations(context, database).VerifyAsync(file, passphrases.ToOpen(file), request.Level!, cancellation) };
    }

    private async Task<ResultEvent> RestoreAsync(DbContext context, IDatabase database, CancellationToken cancellation)
    {
        var file = Resolve(context, database);
        var options = Options(file, Selection) with { Lenient = request.Schema == SchemaModes.Lenient, Mode = _mode };
        return new ResultEvent { Restore = await Operations(context, database).RestoreAsync(file, Mode, options, _folder, confirm, cancellation, _check) };
    }

    private string Resolve(DbContext context, IDatabase database)
    {
        var file = request.Before is { } migration
            ? _folder.ResolveBefore(migration, context.GetType().FullName, database.Name)
            : _folder.Resolve(request.File!, context.GetType().FullName, database.Name);
        new FileVerbs(request, _folder, progress, passphrases).WarnOfIncomplete(file);
        return file;
    }

    private async Task<ResultEvent> DiffAsync(DbContext context, IDatabase database, CancellationToken cancellation)
    {
        var file = Resolve(context, database);
        await using var old = new FileRows(file, passphrases.ToOpen(file));
        await using var snapshot = await database.OpenSnapshotAsync(cancellation);
        await using var @new = await LiveRows.BesideAsync(old.Metadata, context, database, snapshot, cancellation);
        return await new DiffVerb(request, progress).RunAsync(old, @new, database.Names, cancellation);
    }

    private async Task<ResultEvent> MigrateAsync(DbContext context, IDatabase database, CancellationToken cancellation)
    {
        Func<string, CancellationToken, Task<VerifyResult>>? verify = request.Level is { } level ? (file, token) => VerifySnapshotAsync(file, level, database.Name, token) : null;
        var done = await new SchemaMigrator(context, database, _folder, progress, confirm, TimeProvider.System, verify)
            .MigrateAsync(new MigrateOptions(request.Migration, request.DryRun, !request.NoRollback, _packing), cancellation);
        return new ResultEvent
        {
            Migrate = done with { Pruned = new PruneAfterSnapshot(_folder, request.Retention, progress, TimeProvider.System).Run(done.Snapshot, done.Context, done.Database, Reasons.Migration, cancellation) },
        };
    }

    /// <summary>The context that migrates has its connection in the middle of that: another one works on the scratch database.</summary>
    private async Task<VerifyResult> VerifySnapshotAsync(string file, string level, string database, CancellationToken cancellation)
    {
        await using var context = MakeContext();
        return await new Verifier(context, Settings, progress, TimeProvider.System).VerifySnapshotAsync(file, _packing.Passphrase, level, database, cancellation);
    }

    private async Task<ResultEvent> UndoAsync(DbContext context, IDatabase database, CancellationToken cancellation)
    {
        var file = _folder.ResolveMigration(request.Migration, context.GetType().FullName, database.Name);
        var options = Options(file, TableSelection.Mapped) with { ShownRows = request.Rows ? request.Limit ?? ShownRows.Default : null };
        return new ResultEvent { Restore = await Operations(context, database).RestoreAsync(file, SchemaMode.Backup, options, _folder, confirm, cancellation) };
    }

    private RestoreOptions Options(string file, TableSelection selection)
        => new(selection, !request.NoSafetyBackup, request.DryRun, request.VerifyRestored, Passphrase: passphrases.ToOpen(file), Safety: _packing);

    private async Task<ResultEvent> WithContextAsync(Func<DbContext, IDatabase, CancellationToken, Task<ResultEvent>> action, bool makes, CancellationToken cancellation)
    {
        await using var context = MakeContext();
        return await DatabaseOperations.WithDatabaseAsync(
            context,
            Settings,
            makes,
            keeps: !request.DryRun,
            database =>
            {
                progress.Say(new StartedEvent(
                    context.GetType().FullName!,
                    context.Database.ProviderName!,
                    database.Name,
                    LibraryVersion.Of(typeof(DbContext).Assembly),
                    LibraryVersion.Text,
                    LibraryVersion.IsFromApplication));
                return action(context, database, cancellation);
            },
            cancellation);
    }

    private DbContext MakeContext()
    {
        var application = request.Application ?? throw new InvalidOperationException("The request names no application.");
        var context = ApplicationContext.Create(application, progress);
        if (context.Database.ProviderName == SupportedDatabases.InMemory)
        {
            throw new EfBackupException(
                ErrorCode.ProviderNotSupported,
                $"the database of {context.GetType().Name} ({SupportedDatabases.InMemory}) lives in the memory of its own process, and no other one finds anything in it",
                $"call {nameof(EfBackupDatabaseExtensions.BackupAsync)} and {nameof(EfBackupDatabaseExtensions.RestoreAsync)} in that process, or have the context use a database for design (https://aka.ms/efcore-docs-design-time)");
        }

        if (application.Connection is { } connection && context.Database.ProviderName is not null)
        {
            ApplicationContext.SetConnection(context, connection);
        }

        return context;
    }

    private DatabaseOperations Operations(DbContext context, IDatabase database) => new(context, database, Settings, progress, TimeProvider.System);
}
