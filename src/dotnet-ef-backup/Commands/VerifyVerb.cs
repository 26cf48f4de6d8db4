using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary><c>verify</c>: reads a whole file and checks every hash.</summary>
internal sealed class VerifyVerb(string workingDirectory) : FileVerb(Verbs.Verify, "Read a backup from end to end and check every hash", workingDirectory)
{
    public override void Print(ResultEvent result, ResultWriter writer)
    {
        var found = result.Verify!;
        writer.Line($"{found.File} is whole");
        writer.Table(["table", "rows"], found.Tables.Select(t => new[] { t.Table, Format.Count(t.Rows) }));
        writer.Line($"{Format.Tables(found.Tables.Count)}, {Format.Rows(found.Rows)}, {Format.Bytes(found.Bytes)}, {Format.Seconds(found.Seconds)}");
    }
}
