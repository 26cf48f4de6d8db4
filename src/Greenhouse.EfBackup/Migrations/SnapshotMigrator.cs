using System.Transactions;
using Greenhouse.EfBackup.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>
/// EF's migrator with a snapshot before it. Tools make one for every command they know, so that nothing happens before it is asked to migrate. It is not sealed, for its
/// virtual member.
/// </summary>
/// <param name="inner">The migrator that migrates.</param>
/// <param name="current">Whose database is migrated.</param>
/// <param name="talk">Where it says what it does.</param>
/// <param name="exclusive">Other processes may migrate the same database at the same time: one of them does, and the others wait.</param>
internal class SnapshotMigrator(IMigrator inner, ICurrentDbContext current, HookTalk talk, bool exclusive) : IMigrator, IMigratorAround
{
    /// <summary>A snapshot of a large database and its migrations take their time.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public IMigrator Inner => inner;

    /// <summary>How long another process is waited for.</summary>
    internal TimeSpan WaitsFor { get; set; } = Patience;

    /// <summary>The same with another way to say what it does.</summary>
    public SnapshotMigrator With(HookTalk other) => new(inner, current, other, exclusive);

    public void Migrate(string? targetMigration = null)
    {
        // On a thread without a synchronization context, which whoever waits here may be blocking; and without the transaction of this one.
        var isInTransaction = Transaction.Current is not null;
        var held = Task.Run(() => PrepareAsync(targetMigration, isInTransaction, CancellationToken.None)).GetAwaiter().GetResult();
        try
        {
            inner.Migrate(targetMigration);
        }
        finally
        {
            if (held is not null)
            {
                Task.Run(() => held.DisposeAsync().AsTask()).GetAwaiter().GetResult();
            }
        }
    }

    public async Task MigrateAsync(string? targetMigration = null, CancellationToken cancellationToken = default)
    {
        var held = await PrepareAsync(targetMigration, Transaction.Current is not null, cancellationToken).ConfigureAwait(false);
        try
        {
            await inner.MigrateAsync(targetMigration, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (held is not null)
            {
                await held.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public string GenerateScript(string? fromMigration = null, string? toMigration = null, MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default)
        => inner.GenerateScript(fromMigration, toMigration, options);

    /// <summary>A member of the interface since EF Core 9, which this is not compiled against: the runtime finds it by its name, and it must be virtual for that.</summary>
    public virtual bool HasPendingModelChanges()
    {
        var member = typeof(IMigrator).GetMethod(nameof(HasPendingModelChanges), []) ?? throw new NotSupportedException("This version of EF Core does not tell pending changes of the model.");
        return (bool)member.Invoke(inner, System.Reflection.BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null)!;
    }

    /// <summary>The snapshot, where one is due.</summary>
    /// <returns>What keeps other processes out until the migrations are through; null where nobody has to be.</returns>
    private async Task<IAsyncDisposable?> PrepareAsync(string? target, bool isInTransaction, CancellationToken cancellation)
    {
        try
        {
            return await SnapshotAsync(current.Context, target, isInTransaction, cancellation).ConfigureAwait(false);
        }
        catch (EfBackupException failure)
        {
            throw talk.Stop(failure);
        }
    }

    private async Task<IAsyncDisposable?> SnapshotAsync(DbContext context, string? target, bool isInTransaction, CancellationToken cancellation)
    {
        var snapshot = new SnapshotBeforeMigration(context, talk);
        if (!snapshot.MayBeWanted || await PendingMigrations.FindAsync(context, target, cancellation).ConfigureAwait(false) is not { Any: true } pending)
        {
            return null;
        }

        var held = exclusive ? await LockAsync(context, pending, cancellation).ConfigureAwait(false) : null;
        try
        {
            // Whoever had the lock before may have done some or all of it.
            if ((held is null ? pending : await PendingMigrations.FindAsync(context, target, cancellation).ConfigureAwait(false)) is { Any: true } left)
            {
                await snapshot.TakeAsync(left, isInTransaction, cancellation).ConfigureAwait(false);
            }

            return held;
        }
        catch
        {
            if (held is not null)
            {
                await held.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task<IAsyncDisposable?> LockAsync(DbContext context, PendingMigrations pending, CancellationToken cancellation)
    {
        try
        {
            return await SupportedDatabases.LockAsync(context, ProcessLock.Migration, WaitsFor, cancellation).ConfigureAwait(false);
        }
        catch (EfBackupException exception)
        {
            throw SnapshotBeforeMigration.Stopped(exception, $"no snapshot was taken {pending.Before}");
        }
    }
}
