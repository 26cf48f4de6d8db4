using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>What tables and columns that migrations speak of are called in the database now, while some of those migrations have yet to rename or make them.</summary>
internal sealed class RenamedTables
{
    private readonly Dictionary<(string Table, string? Schema), (string Table, string? Schema)?> _tables = [];
    private readonly Dictionary<(string Table, string? Schema, string Column), string> _columns = [];

    /// <summary>Takes note of what an operation renames or makes.</summary>
    public void Follow(MigrationOperation operation)
    {
        switch (operation)
        {
            case CreateTableOperation made:
                _tables[(made.Name, made.Schema)] = null;
                break;
            case RenameTableOperation renamed:
                var place = Find(renamed.Name, renamed.Schema);
                _tables[(renamed.Name, renamed.Schema)] = null;
                _tables[(renamed.NewName ?? renamed.Name, renamed.NewSchema ?? renamed.Schema)] = place;
                break;
            case RenameColumnOperation renamed when Find(renamed.Table, renamed.Schema) is { } table:
                _columns[(table.Table, table.Schema, renamed.NewName)] = Find(table, renamed.Name);
                break;
        }
    }

    /// <returns>Null for a table that is not there yet.</returns>
    public (string Table, string? Schema)? Find(string table, string? schema) => _tables.TryGetValue((table, schema), out var place) ? place : (table, schema);

    /// <summary>A column of a table that was found.</summary>
    public string Find((string Table, string? Schema) table, string column) => _columns.GetValueOrDefault((table.Table, table.Schema, column), column);
}
