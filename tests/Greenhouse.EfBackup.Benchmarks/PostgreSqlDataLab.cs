namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>The readings in databases of a server of the benchmark's own.</summary>
internal sealed class PostgreSqlDataLab : IDataLab
{
    private readonly PostgreSqlLab _lab = new();

    public PostgreSqlDataLab() => _lab.Create(PostgreSqlSet.Readings);

    public string Title => $"{_lab.Describe()}\n{PostgreSqlSet.Readings.Title}";

    public string Folder => _lab.Folder;

    public void Renew(bool changed)
    {
        _lab.Empty(PostgreSqlSet.Readings);
        if (changed)
        {
            _lab.CopyToTarget(PostgreSqlSet.Readings, """UPDATE "Readings" SET "Temperature" = "Temperature" + 1 WHERE "Id" % 100 = 0""");
        }
    }

    public bool IsSame() => _lab.Sums(PostgreSqlLab.Source, PostgreSqlSet.Readings) == _lab.Sums(PostgreSqlLab.Target, PostgreSqlSet.Readings);

    public double Ours(bool target, params string[] arguments) => _lab.Ours(PostgreSqlSet.Readings, DatabaseOf(target), arguments);

    public LoopTime Loop(bool target, string verb, string file)
        => DataLoop.Run(PostgreSqlSet.Readings.Context, verb, file, (arguments, output) => _lab.Run(DatabaseOf(target), arguments, output));

    public void Dispose() => _lab.Dispose();

    private static string DatabaseOf(bool target) => target ? PostgreSqlLab.Target : PostgreSqlLab.Source;
}
