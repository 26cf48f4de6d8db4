using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Verification.Differences;

namespace Greenhouse.EfBackup.Tests.Verification.Differences;

/// <summary>Tables whose rows are given as JSON, in chunks of two rows.</summary>
internal sealed class GivenRows(params (TableDescription Table, string[] Rows)[] tables) : IRowSource
{
    public string Name => "given";

    public string Provider { get; init; } = "Microsoft.EntityFrameworkCore.Sqlite";

    public IReadOnlyList<TableDescription> Tables { get; } = [.. tables.Select(pair => pair.Table)];

    public IReadOnlyList<string> LeftOut { get; init; } = [];

    public long RowsOf(TableDescription table) => Find(table).Length;

    public Task BeginAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation) => Task.CompletedTask;

    public IEnumerable<RowChunk> Read(TableDescription table, CancellationToken cancellation)
        => Find(table).Chunk(2).Select((rows, index) => Encoding.UTF8.GetBytes((index > 0 ? ",\n" : "") + string.Join(",\n", rows))).Append("\n"u8.ToArray()).Select(bytes => new RowChunk(bytes, 0, bytes.Length));

    /// <summary>Whoever still looks at it sees it.</summary>
    public void Recycle(RowChunk chunk) => Array.Clear(chunk.Bytes);

    public void Finish(CancellationToken cancellation)
    {
    }

    public EfBackupException Unreadable(string table, Exception exception) => throw new InvalidOperationException(table, exception);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string[] Find(TableDescription table) => tables.First(pair => pair.Table == table).Rows;
}
