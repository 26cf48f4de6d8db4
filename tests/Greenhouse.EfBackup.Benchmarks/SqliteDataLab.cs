using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>The readings in SQLite files.</summary>
internal sealed class SqliteDataLab : IDataLab
{
    private readonly string _source;
    private readonly string _empty;
    private readonly string _target;

    public SqliteDataLab()
    {
        (_source, _empty, _target) = (At("source.db"), At("empty.db"), At("target.db"));
        SqliteReadingsContext.Create(_empty, filled: false);
        SqliteReadingsContext.Create(_source, filled: true);
    }

    public string Title => $"SQLite, {ReadingsContext.Customers:n0} customers and {ReadingsContext.Readings:n0} readings";

    public string Folder { get; } = Directory.CreateTempSubdirectory("efbackup-benchmark-").FullName;

    public void Renew(bool changed)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            File.Delete(_target + suffix);
        }

        File.Copy(changed ? _source : _empty, _target);
        if (changed)
        {
            Scalar(_target, "UPDATE Readings SET Temperature = Temperature + 1 WHERE Id % 100 = 0");
        }
    }

    public bool IsSame() => Sums(_source) == Sums(_target);

    public double Ours(bool target, params string[] arguments)
    {
        Use(target);
        return Measured.Run("dotnet", ["exec", Repository.Tool, .. arguments, "--assembly", typeof(SqliteDataLab).Assembly.Location, "--context", nameof(SqliteReadingsContext)]);
    }

    public LoopTime Loop(bool target, string verb, string file)
    {
        Use(target);
        return DataLoop.Run(nameof(SqliteReadingsContext), verb, file, (arguments, output) => Measured.Run("dotnet", arguments, outputFile: output));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string At(string name) => Path.Combine(Folder, name);

    private void Use(bool target) => Environment.SetEnvironmentVariable(SqliteReadingsContext.Variable, target ? _target : _source);

    private static string Sums(string file)
        => (string)Scalar(file, "SELECT (SELECT count(*) || ':' || sum(length(Name)) FROM Customers) || ':' || count(*) || ':' || sum(CustomerId) || ':' || total(Temperature) || ':' || total(Humidity) || ':' || sum(length(Note)) || ':' || max(TakenAt) FROM Readings")!;

    private static object? Scalar(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
