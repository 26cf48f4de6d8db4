using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Catalog;

/// <summary>A table as the server knows it.</summary>
/// <param name="Oid">Its number.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Partitioned">Its rows lie in partitions.</param>
/// <param name="Readable">The user may read it.</param>
internal sealed record PostgreSqlTable(uint Oid, string Schema, string Name, bool Partitioned, bool Readable)
{
    /// <summary>The built-in type of each column, below domains and lengths.</summary>
    public IReadOnlyDictionary<string, string> BaseTypes { get; init; } = new Dictionary<string, string>();

    /// <summary>The type below a column's domain, where its lengths or digits are limited.</summary>
    public IReadOnlyDictionary<string, string> DomainTypes { get; init; } = new Dictionary<string, string>();

    /// <summary>The database keeps texts in an encoding whose bytes have another order than those of UTF-8.</summary>
    public bool InOtherOrder { get; init; }

    /// <summary>The table as SQL.</summary>
    public string Sql => PostgreSqlNames.Qualify(Schema, Name);

    /// <summary>The table's own rows as SQL: those of partitions, not those of tables that inherit from it.</summary>
    public string Rows => Partitioned ? Sql : $"ONLY {Sql}";

    /// <summary>How a column's values travel.</summary>
    public Encoding EncodingOf(ColumnDescription column) => PostgreSqlTypes.EncodingOf(BaseTypes[column.Name]);
}
