using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Masking;

/// <summary>How a backup is masked.</summary>
/// <param name="Rules">Rules that come before those of the model.</param>
/// <param name="RequireAll">Every column that holds text has to have a rule.</param>
/// <param name="Key">What masked values depend on; null for a key of this run's own.</param>
internal sealed record MaskOptions(IReadOnlyList<MaskSetting> Rules, bool RequireAll, string? Key);

/// <summary>Which columns of a backup are masked, and how.</summary>
internal sealed class MaskPlan
{
    private readonly MaskGraph _graph;
    private readonly MaskFactory _factory;

    private MaskPlan(MaskGraph graph, MaskKey key) => (_graph, _factory) = (graph, new MaskFactory(key));

    /// <param name="options">The rules.</param>
    /// <param name="tables">The tables of the backup.</param>
    /// <param name="others">Other tables, which rules may name too.</param>
    /// <param name="model">What the model says of a column.</param>
    /// <param name="names">How identifiers compare.</param>
    /// <param name="storage">How the database keeps a column.</param>
    /// <exception cref="EfBackupException">A rule is none, names nothing or can't be kept; or a text has none, and has to.</exception>
    public static MaskPlan Make(MaskOptions options, IReadOnlyList<TableDescription> tables, IReadOnlyList<TableDescription> others, Func<TableDescription, string, ColumnModel> model, StringComparer names, Func<ColumnDescription, ColumnStorage> storage)
    {
        var key = options.Key is not { } secret ? new MaskKey()
            : secret.Length >= MaskKey.LeastCharacters ? new MaskKey(secret)
            : throw new EfBackupException(ErrorCode.MaskWrong, "the key of the masking is too short to be one", $"give it at least {MaskKey.LeastCharacters} characters, such as those of `openssl rand -hex 32`");
        var graph = new MaskGraph([.. tables, .. others], model, names, storage);
        graph.Set(options.Rules);
        graph.Spread();
        RefuseUnfit(graph);
        if (options.RequireAll)
        {
            RefuseUnruled(graph, tables);
        }
        else if (!graph.Nodes.Any(node => node.IsMasked))
        {
            throw new EfBackupException(ErrorCode.MaskMissing, "no column has a rule of masking, and nothing would be masked", "write rules into efbackup.json or the model, or leave --mask away");
        }

        return new MaskPlan(graph, key);
    }

    /// <summary>A table whose rows come out masked, and which says so.</summary>
    public TableDescription Mask(TableDescription table)
        => table with
        {
            Columns =
            [
                .. table.Columns.Select(column => column.Generated || _graph[table, column] is not { IsMasked: true } node ? column
                    : column with { Mask = node.Rule!.ToString(), Masking = _factory.Make(node.Rule, node.Column) }),
            ],
        };

    /// <summary>Counters go on behind the masked keys, and do not tell how many there were.</summary>
    public SequenceDescription Mask(SequenceDescription sequence, IReadOnlyList<TableDescription> tables)
    {
        var last = tables.Where(table => sequence.Users.Contains(table.Key))
            .SelectMany(table => table.StoredColumns.Where(column => sequence.Column is null ? table.PrimaryKey.Contains(column.Name) : column.Name == sequence.Column).Select(column => _graph[table, column]))
            .Where(node => node is { Rule.Action: MaskAction.Hash, Column.Kind: ValueKind.Integer })
            .Select(node => (long?)IntegerHash.LastBelowCounters(node.Column))
            .Min();
        return last > sequence.Value ? sequence with { Value = last.Value, Fresh = false } : sequence;
    }

    private static void RefuseUnfit(MaskGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (MaskFit.Refusal(node) is var (why, help))
            {
                throw new EfBackupException(ErrorCode.MaskUnfit, $"the column {node} can't be masked so: {why}", help);
            }
        }
    }

    private static void RefuseUnruled(MaskGraph graph, IReadOnlyList<TableDescription> tables)
    {
        string[] unruled = [.. tables.SelectMany(table => table.StoredColumns.Where(column => column.Kind is ValueKind.String or ValueKind.Text or ValueKind.Json).Select(column => graph[table, column]))
            .Where(node => node.Rule is null).Select(node => node.ToString())];
        if (unruled.Length > 0)
        {
            throw new EfBackupException(
                ErrorCode.MaskMissing, $"{unruled.Length} columns that hold text have no rule of masking", "give each a rule in efbackup.json or in the model; keep is one too", unruled);
        }
    }
}
