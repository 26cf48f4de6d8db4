using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Specification.RandomDatabases;

/// <summary>Backs random databases up and restores them, and counts what occurred.</summary>
/// <typeparam name="TFixture">Makes databases of one kind.</typeparam>
internal sealed class RandomRoundTrips<TFixture>(ulong seed)
    where TFixture : DatabaseFixture, new()
{
    private readonly HashSet<ValueKind> _kinds = [];

    public int Databases { get; private set; }

    public int Tables { get; private set; }

    public int TablesWithoutKey { get; private set; }

    public int CompositeKeys { get; private set; }

    public int References { get; private set; }

    public int SelfReferences { get; private set; }

    public int CyclesOfTwo { get; private set; }

    public int LongerCycles { get; private set; }

    public long Rows { get; private set; }

    public IReadOnlyCollection<ValueKind> Kinds => _kinds;

    /// <summary>Makes the database of a number, backs it up, restores it into an empty one of the same schema, and compares the two.</summary>
    public async Task RunAsync(TFixture fixture, int number)
    {
        var random = new RandomDatabaseGenerator(fixture.Dialect).Make(seed, number);
        using var source = fixture.CreateDatabase();
        var sql = new RandomSql(random, fixture.Dialect, source.Quote);
        source.Execute(sql.Schema);
        source.ExecuteUnchecked(sql.Rows);
        using var target = fixture.CreateDatabase();
        target.Execute(sql.Schema);
        var before = source.Dump();

        var backups = new Backups(fixture.Folder);
        var selection = random.IsMapped ? TableSelection.Mapped : TableSelection.Everything;
        await using var from = Open(source, random);
        var file = (await backups.CreateAsync(from, selection)).File!;
        await using var to = Open(target, random);
        await backups.RestoreAsync(to, file, Backups.Options(selection));

        before.AssertSame(target.Dump());
        Count(random, Backups.Check(file).Metadata);
        File.Delete(file);
    }

    /// <returns>What there can be, and was not there.</returns>
    public IReadOnlyList<string> FindMissing(RandomDialect dialect)
    {
        (string What, int Count)[] wanted =
        [
            ("a table without key", TablesWithoutKey), ("a composite key", CompositeKeys), ("a table that references itself", SelfReferences),
            ("a cycle of two tables", CyclesOfTwo), ("a longer cycle", LongerCycles),
        ];
        return [.. dialect.Kinds.Except(_kinds.Select(ValueKindConverter.NameOf)), .. wanted.Where(one => one.Count == 0).Select(one => one.What)];
    }

    private static RandomContext Open(TestDatabase database, RandomDatabase random) => new(database.Options<RandomContext>(), random);

    private void Count(RandomDatabase random, BackupMetadata metadata)
    {
        Databases++;
        Tables += random.Tables.Count;
        TablesWithoutKey += random.Tables.Count(table => table.Key.Count == 0);
        CompositeKeys += random.Tables.Count(table => table.Key.Count > 1);
        References += random.Tables.Sum(table => table.References.Count);
        SelfReferences += random.Tables.Count(table => table.References.Any(reference => reference.Table.Name == table.Name));
        CyclesOfTwo += random.LargestCycle == 2 ? 1 : 0;
        LongerCycles += random.LargestCycle > 2 ? 1 : 0;
        Rows += metadata.Statistics.Values.Sum();
        _kinds.UnionWith(metadata.Tables.Where(table => metadata.Statistics[table.Key] > 0).SelectMany(table => table.Columns.Select(column => column.Kind)));
    }
}
