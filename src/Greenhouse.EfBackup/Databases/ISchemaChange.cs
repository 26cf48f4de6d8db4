using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases;

/// <summary>
/// A change of schema and rows under way: nothing of it is seen by others before <see cref="CommitAsync"/>; disposed without that, the database is as before.
/// Meanwhile nobody else writes, and the context that the database was opened through sees the change.
/// </summary>
internal interface ISchemaChange : IAsyncDisposable
{
    /// <summary>The database as the change sees it. Restores that are committed on it are part of the change.</summary>
    IDatabase Database { get; }

    /// <summary>Brings the schema to a migration by the application's own migrations, forward or back.</summary>
    /// <param name="applied">The migrations that are applied now, in order.</param>
    /// <param name="target">The last one to be applied; <c>0</c> for none.</param>
    /// <exception cref="EfBackupException">A migration fails.</exception>
    Task MigrateAsync(IReadOnlyList<string> applied, string target, CancellationToken cancellation);

    /// <summary>The ways back to an older schema that this database has; the one that leaves more of it as it is comes first.</summary>
    IReadOnlyList<WayBack> WaysBack { get; }

    /// <summary>Brings the schema back to what it was at a migration. A way that fails or leads elsewhere may be followed by another one.</summary>
    /// <param name="way">One of <see cref="WaysBack"/>.</param>
    /// <param name="applied">The migrations that are applied now, in order.</param>
    /// <param name="target">The migrations that are to be applied, in order, and no other.</param>
    /// <param name="present">The application's tables, emptied.</param>
    /// <param name="wanted">The tables as they were.</param>
    /// <exception cref="EfBackupException">A migration fails.</exception>
    Task MigrateBackAsync(WayBack way, IReadOnlyList<string> applied, IReadOnlyList<string> target, IReadOnlyList<TableDescription> present, IReadOnlyList<TableDescription> wanted, CancellationToken cancellation);

    /// <exception cref="EfBackupException">The database could not take it; it is as before.</exception>
    Task CommitAsync(CancellationToken cancellation);
}

/// <summary>How a schema goes back to what it was.</summary>
internal enum WayBack
{
    /// <summary>By the <c>Down</c> methods of the migrations that are taken back, with columns' defaults as they were: tables stay, with all that hangs on them.</summary>
    Down,

    /// <summary>The tables are dropped, and made anew by the <c>Up</c> methods of the migrations from the first on.</summary>
    Anew,
}
