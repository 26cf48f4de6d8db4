using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Documents;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Snapshot;

/// <summary>Says in the head of a backup how documents and lists are spelled for every kind of database.</summary>
internal static class SurveySpelling
{
    public static BackupMetadata Apply(Survey survey, BackupMetadata metadata)
        => metadata with { Tables = [.. metadata.Tables.Select(table => table with { Columns = [.. table.Columns.Select(column => column with { Portable = Of(survey.Model, table, column, metadata.Provider) })] })] };

    private static IValueSpelling? Of(ModelTables model, TableDescription table, ColumnDescription column, string provider)
        => KindConversion.IsArray(column) ? model.ElementOf(table, column.Name) is { } element ? new PortableArray(column, element) : null
            : model.ShapeOf(table, column.Name) is { } shape ? CompactSpelling.Portable(column, shape, isHexadecimal: provider == SupportedDatabases.Sqlite)
            : column.Kind == ValueKind.Json && model.IsText(table, column.Name) ? new TextDocument() : null;
}
