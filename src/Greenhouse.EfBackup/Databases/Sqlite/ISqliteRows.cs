using Greenhouse.EfBackup.Format;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>What becomes of so many rows of a file at once.</summary>
internal interface ISqliteRows : IDisposable
{
    /// <summary>How many rows it takes.</summary>
    int Rows { get; }

    /// <summary>Takes the next rows; after an error they can be taken again, one by one.</summary>
    /// <exception cref="FormatException">A row is malformed.</exception>
    /// <exception cref="SqliteException">The database refuses a row.</exception>
    void Run(ref RowReader row, BindingScratch scratch);

    /// <inheritdoc cref="SqliteStatement.HoldConnection"/>
    SqliteStatement.HeldConnection HoldConnection();

    /// <summary>What is to be said of a row that the database refused; null for what it says itself.</summary>
    /// <param name="row">Stands before the row.</param>
    EfBackupException? Explain(RowReader row, BindingScratch scratch, SqliteException exception);
}
