using System.CommandLine;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>show</c>: what one file says of itself; or what the project's settings are, and where each is said.</summary>
internal sealed class ShowVerb : FileVerb
{
    private readonly Option<bool> _config = new("--config") { Description = "In place of a backup: each setting of the project with its value, and where that comes from" };

    public ShowVerb(string workingDirectory)
        : base(Verbs.Show, "Show what a backup says of itself, or the project's settings", workingDirectory)
        => Declaration.Options.Insert(0, _config);

    public override void Print(ResultEvent result, ResultWriter writer)
    {
        if (result.Configuration is { } configuration)
        {
            SettingsText.Print(configuration, writer);
            return;
        }

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
        writer.Field("masked", Masked(shown));
        writer.Table(["table", "rows", "key", "references", "columns"], shown.Tables.Select(Cells), numbers: ["rows"]);
    }

    protected override bool NamesNone(ParseResult parsed) => parsed.GetValue(_config);

    protected override VerbOptions Read(ParseResult parsed, DisplayOptions display) => base.Read(parsed, display) with { Config = parsed.GetValue(_config) };

    private static string? Masked(ShownTable table, ShownColumn column) => column.Mask is null ? null : $"{table.Table}.{column.Name} ({column.Mask})";

    private static string? Masked(ShowResult shown)
        => shown.Tables.SelectMany(table => table.Columns.Select(column => Masked(table, column))).OfType<string>().ToArray() is [_, ..] masked ? string.Join(", ", masked) : null;

    private static string[] Cells(ShownTable table) =>
    [
        table.Table,
        Format.Count(table.Rows),
        string.Join(", ", table.Key),
        string.Join(", ", table.References),
        string.Join(", ", table.Columns.Select(c => c.Name)),
    ];
}
