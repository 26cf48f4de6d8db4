using System.Globalization;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Restore;

/// <summary>What a restore will do to the database as it is: made twice, once to say it and once under the lock to do it.</summary>
/// <param name="Survey">The database as it is.</param>
/// <param name="Pairs">The tables to be replaced, in load order.</param>
/// <param name="Defaulted">Columns that the backup does not have.</param>
/// <param name="Converted">What becomes of values of another kind of database, a sentence each.</param>
internal sealed record RestorePlan(Survey Survey, IReadOnlyList<TablePair> Pairs, IReadOnlyList<string> Defaulted, IReadOnlyList<string> Converted)
{
    /// <summary>What the backup has and the database has no place for, a sentence each; only where that was agreed to.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>Rows that will be deleted.</summary>
    public long RowsToDelete => Pairs.Sum(pair => Survey.Rows[pair.Target.Key] ?? 0);

    /// <summary>Tables that stay as they are.</summary>
    public IReadOnlyList<string> Untouched => [.. Survey.Catalog.Tables.Select(table => table.Key).Except(Pairs.Select(pair => pair.Target.Key))];

    /// <summary>Counters with the keys that their tables have in this database: another kind of database may have other schemas.</summary>
    public IReadOnlyList<SequenceDescription> NamedHere(IReadOnlyList<SequenceDescription> sequences)
    {
        var keys = Pairs.ToDictionary(pair => pair.Source.Key, pair => pair.Target.Key, StringComparer.Ordinal);
        return [.. sequences.Select(sequence => sequence.CountsKey
            ? sequence with { Name = keys.GetValueOrDefault(sequence.Name, sequence.Name) }
            : sequence with { Tables = [.. sequence.Users.Select(table => keys.GetValueOrDefault(table, table))] })];
    }

    /// <exception cref="EfBackupException">The schemas do not fit, or a table outside the backup references one inside.</exception>
    public static async Task<RestorePlan> MakeAsync(
        DbContext context, IDatabase database, ISnapshot snapshot, CheckedFile backup, RestoreOptions options, CancellationToken cancellation)
    {
        var survey = await Survey.TakeAsync(context, database, snapshot, TableSelection.Everything, sequences: false, cancellation);
        var chosen = options.Selection.Choose(backup.Metadata.Tables);
        var foreign = backup.Metadata.Provider != context.Database.ProviderName;
        var fit = options.Lenient && !foreign
            ? LenientFit.Of(chosen, survey.Catalog.Tables, new Renames(context, backup.Metadata.Migrations, survey.Model.AppliedMigrations, database.Names), backup.Metadata.Statistics, database.Names)
            : new LenientFit(chosen, new Dictionary<string, string>(), new Dictionary<string, RowProjection>(), []);
        var comparison = SchemaComparison.Of(fit.Tables, survey.Catalog.Tables, database.Names, foreign);
        TablePair[] pairs = [.. comparison.Pairs.Select(pair => AsInFile(pair, fit))];
        var respelled = new RespelledPairs(survey.Model, database.Names, backup.Metadata.Provider, inMemory: !context.Database.IsRelational());
        pairs = foreign ? [.. pairs.Select(respelled.Of)] : pairs;
        string[] differences = [.. comparison.Differences, .. respelled.Differences];
        if (differences.Length > 0)
        {
            throw new EfBackupException(
                ErrorCode.SchemaDiffers,
                $"the backup does not fit the database {database.Name}: {differences.Length} {(differences.Length == 1 ? "difference" : "differences")}",
                foreign ? $"it is of {backup.Metadata.Provider}: between kinds of databases tables and columns must fit by name and kind. Change the model for one of them, or leave tables out with --exclude"
                    : Help(backup.Metadata.Migrations, survey.Model.AppliedMigrations),
                differences);
        }

        var plan = new RestorePlan(survey, pairs, comparison.Defaulted, [.. comparison.Converted, .. respelled.Notes]) { Losses = fit.Losses };
        survey.RefuseUnreadable(plan.Pairs.Select(pair => pair.Target));
        TableDescription[] targets = [.. plan.Pairs.Select(pair => pair.Target)];
        if (options.Mode == RestoreMode.Replace)
        {
            RefuseReferencesFromOutside(survey, targets, database);
        }
        else
        {
            RefuseWithoutKey(targets);
        }

        if (options.Mode == RestoreMode.Merge)
        {
            // Their primary keys stay as they are; what else is referenced may get another value.
            RefuseReferencesFromOutside(survey, targets, database, key => !targets.First(table => database.Names.Equals(table.Key, key.References)).PrimaryKey.ToHashSet(database.Names).SetEquals(key.ReferencedColumns));
        }

        return plan;
    }

    /// <summary>Rows are found by the key that their table has in the file.</summary>
    private static TablePair AsInFile(TablePair pair, LenientFit fit)
    {
        var key = fit.Keys.GetValueOrDefault(pair.Source.Key, pair.Source.Key);
        return pair with { Source = pair.Source with { Key = key }, Projection = fit.Projections.GetValueOrDefault(key) };
    }

    private static string Help(IReadOnlyList<string> backup, IReadOnlyList<string> database)
        => backup.Count > 0 && !backup.SequenceEqual(database)
            ? $"the backup was taken at migration {backup[^1]}, the database is at {(database.Count > 0 ? database[^1] : "none")}: bring the database there (`dotnet ef database update {backup[^1]}`), restore, and update it again"
            : "restore into a database of the schema that the backup was taken from, or leave tables out with --exclude";

    private static void RefuseWithoutKey(IEnumerable<TableDescription> tables)
    {
        if (tables.Where(table => table.PrimaryKey.Count == 0).Select(table => table.Key).ToArray() is { Length: > 0 } keyless)
        {
            throw new EfBackupException(
                ErrorCode.KeyMissing,
                $"rows are merged and inserted by their primary key, and {string.Join(", ", keyless)} {(keyless.Length == 1 ? "has" : "have")} none",
                "leave the table out with --exclude, or replace its rows (--mode replace)");
        }
    }

    /// <param name="tables">The tables that will change.</param>
    /// <param name="matters">Which references are in the way; null for all.</param>
    /// <exception cref="EfBackupException">A table with rows references one of those that will change, and is none of them.</exception>
    public static void RefuseReferencesFromOutside(Survey survey, IReadOnlyList<TableDescription> tables, IDatabase database, Func<ForeignKeyDescription, bool>? matters = null)
    {
        var inside = tables.Select(table => table.Key).ToHashSet(database.Names);
        var outside = survey.Catalog.Tables.Concat(survey.Catalog.LeftOut)
            .Where(table => !inside.Contains(table.Key) && survey.Rows[table.Key] is not 0 && table.ForeignKeys.Any(key => inside.Contains(key.References) && matters?.Invoke(key) is not false))
            .Select(table => $"{table.Key} ({survey.Rows[table.Key]?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} rows) references {string.Join(", ", table.ForeignKeys.Select(key => key.References).Where(inside.Contains).Distinct())}")
            .ToArray();
        if (outside.Length > 0)
        {
            throw new EfBackupException(
                ErrorCode.ReferencedFromOutside,
                "tables that are not in the backup reference what the restore would change",
                "empty those tables first, or restore a backup that holds them too (`create --all-tables`)",
                outside);
        }
    }
}
