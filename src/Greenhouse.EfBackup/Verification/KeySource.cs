using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification;

/// <summary>What a source of values has to do with the others of its set.</summary>
internal enum KeyRole
{
    /// <summary>It stands once, and can be referenced.</summary>
    Unique,

    /// <summary>It can be referenced.</summary>
    Referenced,

    /// <summary>It must be one of those.</summary>
    Reference,
}

/// <summary>How values are compared.</summary>
internal enum KeySpelling
{
    /// <summary>By the bytes that the file has.</summary>
    AsWritten,

    /// <summary>By their number, however many digits it is written with.</summary>
    ByNumber,

    /// <summary>As collations take texts for equal: without case, and without spaces at the end.</summary>
    Folded,
}

/// <summary>Columns whose values are compared: of a key, or of a foreign key in the order of what it references.</summary>
/// <param name="Number">Its place among the sources; what is referenced comes before what references it.</param>
/// <param name="Table">The table.</param>
/// <param name="Columns">Places among the table's stored columns.</param>
/// <param name="Spellings">How each is compared.</param>
/// <param name="Set">What values belong together: a key and all that references it.</param>
/// <param name="Role">Which of them these are.</param>
internal sealed record KeySource(int Number, TableDescription Table, IReadOnlyList<int> Columns, IReadOnlyList<KeySpelling> Spellings, int Set, KeyRole Role)
{
    /// <summary>The foreign key; null for what can be referenced.</summary>
    public ForeignKeyDescription? ForeignKey { get; init; }

    /// <summary>Why a value that is not found may be there all the same; null where it is not there.</summary>
    public string? Doubt { get; init; }

    public IEnumerable<string> Names => Columns.Select(column => Table.StoredColumns[column].Name);
}
