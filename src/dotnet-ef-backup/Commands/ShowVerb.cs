using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>show</c>: what one file says of itself.</summary>
internal sealed class ShowVerb(string workingDirectory) : FileVerb(Verbs.Show, "Show what a backup says of itself", workingDirectory)
{
    public override void Print(ResultEvent result, ResultWriter writer)
    {
        var shown = result.Show!;
        writer.Line(shown.File);
        writer.Field("taken (UTC)", Format.Time(shown.Timestamp));
        writer.Field("reason", shown.Before is null ? shown.Reason : $"{shown.Reason}: {shown.Before}");
        writer.Field("description", shown.Description);
        writer.Field("context", shown.Context);
        writer.Field("database", $"{shown.Database} ({shown.Provider})");
        writer.Field("migration", shown.Migrations.Count > 0 ? shown.Migrations[^1] : null);
        writer.Field("size", $"{Format.Tables(shown.Tables.Count)}, {Format.Rows(shown.Rows)}, {Format.Bytes(shown.Bytes)}");
        writer.Field("format", $"{shown.Format}, written by version {shown.Version}");
        writer.Field("partial", shown.Selection?.ToString());
        writer.Field("left out", shown.LeftOut.Count > 0 ? string.Join(", ", shown.LeftOut) : null);
        writer.Table(["table", "rows", "key", "references", "columns"], shown.Tables.Select(Cells), numbers: ["rows"]);
    }

    private static string[] Cells(ShownTable table) =>
    [
        table.Table,
        Format.Count(table.Rows),
        string.Join(", ", table.Key),
        string.Join(", ", table.References),
        string.Join(", ", table.Columns.Select(c => c.Name)),
    ];
}
