using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Masking;

/// <summary>The columns of some tables with their rules: what is said of a key holds for every foreign key to it.</summary>
internal sealed class MaskGraph
{
    private readonly Dictionary<string, Dictionary<string, MaskNode>> _tables;
    private readonly IReadOnlyList<TableDescription> _described;
    private readonly StringComparer _names;

    /// <param name="tables">Every table that the rules may be about.</param>
    /// <param name="model">What the model says of a column, its rule included.</param>
    /// <param name="names">How identifiers compare.</param>
    /// <param name="storage">How the database keeps a column.</param>
    /// <exception cref="EfBackupException">A rule of the model is none.</exception>
    public MaskGraph(IReadOnlyList<TableDescription> tables, Func<TableDescription, string, ColumnModel> model, StringComparer names, Func<ColumnDescription, ColumnStorage> storage)
    {
        (_described, _names) = (tables, names);
        _tables = tables.ToDictionary(
            table => table.Key,
            table => table.StoredColumns.ToDictionary(column => column.Name, column => NodeOf(table, column, model(table, column.Name), names, storage(column)), names),
            names);
        foreach (var table in tables)
        {
            Connect(table);
        }
    }

    public IEnumerable<MaskNode> Nodes => _tables.Values.SelectMany(table => table.Values);

    public MaskNode this[TableDescription table, ColumnDescription column] => _tables[table.Key][column.Name];

    /// <summary>Rules that come before those of the model.</summary>
    /// <exception cref="EfBackupException">One is no rule, or names nothing.</exception>
    public void Set(IEnumerable<MaskSetting> settings)
    {
        foreach (var setting in settings)
        {
            var table = _described.FirstOrDefault(table => IsCalled(table, setting.Table))
                ?? throw Wrong($"no table or entity is called '{setting.Table}'", "name tables as the database does, or entities by their class", _described.Select(table => table.Key));
            var node = _tables[table.Key].GetValueOrDefault(setting.Column) ?? _tables[table.Key].FirstOrDefault(pair => pair.Key.Equals(setting.Column, StringComparison.OrdinalIgnoreCase)).Value
                ?? throw Wrong($"table {table.Key} has no column '{setting.Column}' whose values a backup holds", "name columns as the database does", _tables[table.Key].Keys);
            node.Rule = Parse(setting.Rule, node.Column);
        }
    }

    /// <summary>Foreign keys get the rules of what they reference, whose masked values have to fit into both.</summary>
    public void Spread()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (node, principal) in Nodes.SelectMany(node => node.Principals.Select(pair => (node, pair.Principal))).Where(pair => pair.Principal.IsMasked))
            {
                changed |= node.Rule is null;
                node.Rule ??= principal.Rule;
                changed |= node.Rule == principal.Rule && Fit(node, principal);
            }
        }
    }

    /// <returns>Whether one of them changed.</returns>
    private static bool Fit(MaskNode node, MaskNode principal)
    {
        var (length, lowest, highest) = (Least(node.Column.MaxLength, principal.Column.MaxLength), Math.Max(node.Column.Lowest, principal.Column.Lowest), Math.Min(node.Column.Highest, principal.Column.Highest));
        var (before, beforePrincipal) = (node.Column, principal.Column);
        node.Column = before with { MaxLength = length, Lowest = lowest, Highest = highest };
        principal.Column = beforePrincipal with { MaxLength = length, Lowest = lowest, Highest = highest };
        return node.Column != before || principal.Column != beforePrincipal;

        static int? Least(int? one, int? other) => (one, other) is ({ } first, { } second) ? Math.Min(first, second) : one ?? other;
    }

    private static MaskNode NodeOf(TableDescription table, ColumnDescription column, ColumnModel model, StringComparer names, ColumnStorage storage)
    {
        var described = MaskColumns.Of(table, column, model, names, storage);
        return new MaskNode(described) { Rule = model.Rule is null ? null : Parse(model.Rule, described) };
    }

    private static MaskRule Parse(string text, MaskColumn column)
        => MaskRule.Parse(text) ?? throw Wrong($"'{text}', which is said of {column}, is no rule of masking", $"it can be {MaskRule.Takes}", []);

    private static EfBackupException Wrong(string message, string help, IEnumerable<string> there) => new(ErrorCode.MaskWrong, message, help, [.. there]);

    private static bool IsCalled(TableDescription table, string name)
        => table.Key.Equals(name, StringComparison.OrdinalIgnoreCase) || table.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || table.Entities.Contains(name, StringComparer.OrdinalIgnoreCase);

    private void Connect(TableDescription table)
    {
        foreach (var key in table.ForeignKeys)
        {
            foreach (var (column, referenced) in key.Columns.Zip(key.ReferencedColumns))
            {
                if (_tables[table.Key].TryGetValue(column, out var node) && _tables.GetValueOrDefault(key.References)?.GetValueOrDefault(referenced) is { } principal && principal != node)
                {
                    node.Principals.Add((principal, key.Columns.Count > 1));
                    principal.Referenced = true;
                }
            }
        }
    }
}
