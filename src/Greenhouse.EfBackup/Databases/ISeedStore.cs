using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Databases;

/// <summary>
/// Where the rows of a seed go: one row at a time, found by values, in the transaction of the context where there is one. Errors of the database are
/// <see cref="EfBackupException"/>; disposed without <see cref="CommitAsync"/>, what it changed in a transaction of its own is taken back.
/// </summary>
internal interface ISeedStore : IAsyncDisposable
{
    /// <summary>The database's name, without server, path or secret.</summary>
    string Name { get; }

    /// <summary>How identifiers compare in this database.</summary>
    StringComparer Names { get; }

    /// <summary>The schema as it is, every table of it.</summary>
    Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation);

    /// <summary>The kind of a column's values.</summary>
    ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning);

    /// <summary>The database gives the column a value where an insert names none, although it has no default.</summary>
    bool Generates(TableDescription table, ColumnDescription column);

    /// <summary>Begins a transaction, where none of the context is under way.</summary>
    Task BeginAsync(CancellationToken cancellation);

    /// <summary>Looks for a row; of several, the first by key.</summary>
    /// <param name="table">The table.</param>
    /// <param name="identity">The values that the row has.</param>
    /// <param name="compared">Values that it may have.</param>
    /// <param name="wanted">Columns whose values are asked for.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="SeedRefusedException">A value is none of its column.</exception>
    Task<StoredRow?> FindAsync(TableDescription table, IReadOnlyList<SeedCell> identity, IReadOnlyList<SeedCell> compared, IReadOnlyList<ColumnDescription> wanted, CancellationToken cancellation);

    /// <summary>Inserts a row; the columns that it does not name take what the database gives them.</summary>
    /// <returns>The values of the columns that are asked for.</returns>
    /// <exception cref="SeedRefusedException">The database refuses it.</exception>
    Task<StoredRow> InsertAsync(TableDescription table, IReadOnlyList<SeedCell> cells, IReadOnlyList<ColumnDescription> wanted, CancellationToken cancellation);

    /// <summary>Gives the row that has these values others.</summary>
    /// <exception cref="SeedRefusedException">The database refuses them.</exception>
    Task UpdateAsync(TableDescription table, IReadOnlyList<SeedCell> identity, IReadOnlyList<SeedCell> changes, CancellationToken cancellation);

    /// <summary>Brings counters behind the keys that were given, and commits where the transaction is its own.</summary>
    Task CommitAsync(CancellationToken cancellation);
}

/// <summary>A row that is in the database.</summary>
/// <param name="Values">The values that were asked for, by column.</param>
/// <param name="Differing">Of the values that were compared, those that it does not have.</param>
internal sealed record StoredRow(IReadOnlyDictionary<string, SeedValue> Values, IReadOnlyList<SeedCell> Differing);

/// <summary>A value for a column.</summary>
internal sealed record SeedCell(ColumnDescription Column, SeedValue Value);

/// <summary>How a <see cref="SeedValue"/> says what it is.</summary>
internal enum SeedForm
{
    Null,

    /// <summary>The canonical text of the column's kind (FORMAT.md), of texts without quotes and escapes.</summary>
    Canonical,

    /// <summary>JSON for a column that holds documents, or lists, as the database keeps them.</summary>
    Document,

    /// <summary>What FORMAT.md calls a raw value, with its mark.</summary>
    Raw,

    /// <summary>As the database itself gave it.</summary>
    Stored,
}

/// <summary>A value on its way from a seed into a column.</summary>
/// <param name="Form">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Mark">Of a raw value, <c>$text</c>.</param>
/// <param name="Given">Of a stored value, what the driver gave.</param>
internal sealed record SeedValue(SeedForm Form, string Text = "", string? Mark = null, object? Given = null)
{
    public static readonly SeedValue Null = new(SeedForm.Null);

    public static SeedValue Canonical(string text) => new(SeedForm.Canonical, text);

    public static SeedValue Stored(object given) => new(SeedForm.Stored, Given: given);
}

/// <summary>A row, or a value of it, that the database does not take; whoever knows the row turns it into an error that names it.</summary>
internal sealed class SeedRefusedException(string message, Exception? inner = null) : Exception(message, inner);
