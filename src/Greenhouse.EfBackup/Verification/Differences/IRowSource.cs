using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>The rows of several tables, in the order of FORMAT.md: a file, or a database.</summary>
internal interface IRowSource : IAsyncDisposable
{
    /// <summary>What it is, for people.</summary>
    string Name { get; }

    /// <summary>The EF Core provider's name.</summary>
    string Provider { get; }

    IReadOnlyList<TableDescription> Tables { get; }

    /// <summary>Keys of tables that it was told to leave out.</summary>
    IReadOnlyList<string> LeftOut { get; }

    /// <summary>How many rows a table has.</summary>
    long RowsOf(TableDescription table);

    /// <param name="tables">What will be read, in this order.</param>
    Task BeginAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation);

    /// <summary>The rows of the next of those tables; each chunk is given back by <see cref="Recycle"/>.</summary>
    IEnumerable<RowChunk> Read(TableDescription table, CancellationToken cancellation);

    void Recycle(RowChunk chunk);

    /// <summary>After the last table: what was read is what is there.</summary>
    /// <exception cref="EfBackupException">It is not.</exception>
    void Finish(CancellationToken cancellation);

    /// <summary>What is to be said of a row that can't be read.</summary>
    /// <param name="table">The table's key.</param>
    EfBackupException Unreadable(string table, Exception exception);
}
