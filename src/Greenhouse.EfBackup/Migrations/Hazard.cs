using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>What an operation of a migration can cost: rows, values, or the migration itself where rows do not satisfy what it asks.</summary>
/// <param name="What">A sentence without subject: <c>drops column Name of Customers</c>.</param>
/// <param name="Table">The table; null where it may be any.</param>
/// <param name="Schema">Its schema; null for the default.</param>
/// <param name="Column">The column; null for whole rows.</param>
/// <param name="Loses">Values can be lost; otherwise rows can make the migration fail.</param>
internal sealed record Hazard(string What, string? Table, string? Schema, string? Column, bool Loses)
{
    private static readonly Type[] _integers = [typeof(byte), typeof(short), typeof(int), typeof(long)];

    /// <summary>The hazards of an operation.</summary>
    public static IEnumerable<Hazard> Of(MigrationOperation operation)
        => operation switch
        {
            DropTableOperation drop => [new($"drops table {drop.Name}", drop.Name, drop.Schema, null, Loses: true)],
            DropColumnOperation drop => [new($"drops column {drop.Name} of {drop.Table}", drop.Table, drop.Schema, drop.Name, Loses: true)],
            DropSchemaOperation drop => [new($"drops schema {drop.Name}", null, null, null, Loses: true)],
            AlterColumnOperation alter => OfAltered(alter),
            AddColumnOperation { IsNullable: false, DefaultValue: null, DefaultValueSql: null, ComputedColumnSql: null } add
                => [new($"adds the required column {add.Name} to {add.Table}, without a default", add.Table, add.Schema, null, Loses: false)],
            CreateIndexOperation { IsUnique: true } index => [new($"wants {Text(index.Columns)} of {index.Table} to be unique", index.Table, index.Schema, index.Columns[0], Loses: false)],
            AddUniqueConstraintOperation unique => [new($"wants {Text(unique.Columns)} of {unique.Table} to be unique", unique.Table, unique.Schema, unique.Columns[0], Loses: false)],
            AddPrimaryKeyOperation key => [new($"makes {Text(key.Columns)} the key of {key.Table}", key.Table, key.Schema, null, Loses: false)],
            AddForeignKeyOperation key => [new($"wants {Text(key.Columns)} of {key.Table} to reference {key.PrincipalTable}", key.Table, key.Schema, key.Columns[0], Loses: false)],
            AddCheckConstraintOperation check => [new($"checks {check.Sql} on {check.Table}", check.Table, check.Schema, null, Loses: false)],
            DeleteDataOperation delete => [new($"deletes rows of {delete.Table}", delete.Table, delete.Schema, null, Loses: true)],
            UpdateDataOperation update => [new($"overwrites {Text(update.Columns)} of {update.Table}", update.Table, update.Schema, update.Columns[0], Loses: true)],
            SqlOperation sql => [new($"runs SQL, which can do anything: {Short(sql.Sql)}", null, null, null, Loses: true)],
            { IsDestructiveChange: true } other => [new($"{other.GetType().Name} can lose data", null, null, null, Loses: true)],
            _ => [],
        };

    /// <summary>Longer, wider or optional takes everything; what else becomes of values, only the database knows.</summary>
    private static IEnumerable<Hazard> OfAltered(AlterColumnOperation alter)
    {
        var (from, to) = (alter.OldColumn.ColumnType ?? alter.OldColumn.ClrType.Name, alter.ColumnType ?? alter.ClrType.Name);
        if (alter.IsDestructiveChange || (from != to && !Widens(alter)))
        {
            yield return new($"turns column {alter.Name} of {alter.Table} from {from} into {to}", alter.Table, alter.Schema, alter.Name, Loses: true);
        }

        if (!alter.IsNullable && alter.OldColumn.IsNullable)
        {
            yield return new($"makes column {alter.Name} of {alter.Table} required", alter.Table, alter.Schema, alter.Name, Loses: false);
        }
    }

    private static bool Widens(AlterColumnOperation alter)
        => (alter.ClrType == alter.OldColumn.ClrType || Width(alter.ClrType, alter.OldColumn.ClrType) > 0)
            && (alter.MaxLength ?? int.MaxValue) >= (alter.OldColumn.MaxLength ?? int.MaxValue)
            && (alter.Scale ?? 0) >= (alter.OldColumn.Scale ?? 0)
            && (alter.Precision ?? int.MaxValue) - (alter.Scale ?? 0) >= (alter.OldColumn.Precision ?? int.MaxValue) - (alter.OldColumn.Scale ?? 0);

    /// <returns>Whether every value of one type has its place in the other; below 1 where not.</returns>
    private static int Width(Type to, Type from) => Array.IndexOf(_integers, from) is >= 0 and var place ? Array.IndexOf(_integers, to) - place : 0;

    private static string Text(IEnumerable<string> columns) => string.Join(", ", columns);

    private static string Short(string sql)
    {
        const int most = 80;
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= most ? line : line[..most] + "...";
    }
}
