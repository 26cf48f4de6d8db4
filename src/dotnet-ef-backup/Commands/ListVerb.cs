using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>list</c>: the backups of a folder, newest first.</summary>
internal sealed class ListVerb(string workingDirectory) : FileVerb(Verbs.List, "List the backups of a project, newest first", workingDirectory, takesFile: false)
{
    public override void Print(ResultEvent result, ResultWriter writer)
    {
        var found = result.List!;
        if (found.Backups.Count == 0)
        {
            writer.Line($"No backups in {found.Folder}");
            return;
        }

        writer.Line(found.Folder);
        writer.Table(["file", "taken (UTC)", "reason", "context", "database", "rows", "size", "remark"], found.Backups.Select(Cells), numbers: ["rows", "size"]);
    }

    private static string[] Cells(ListedBackup backup) =>
    [
        backup.File,
        backup.Timestamp is { } taken ? Format.Time(taken) : "",
        backup.Reason ?? "",
        backup.Context ?? "",
        backup.Database ?? "",
        backup.Rows is { } rows ? Format.Count(rows) : "",
        Format.Bytes(backup.Bytes),
        backup.Problem ?? (backup.Complete ? string.Join(": ", new[] { backup.Encrypted ? "encrypted" : null, backup.Description }.OfType<string>()) : "incomplete"),
    ];
}
