namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>A test with a folder, a database and a backup folder of its own. Every command and what it said stands in the test's log.</summary>
[Collection(OneAfterTheOther.Name)]
public abstract class PackageTest : IDisposable
{
    private readonly ITestOutputHelper _log;

    protected PackageTest(Packages packages, ITestOutputHelper log)
    {
        (Packages, _log) = (packages, log);
        Folder = Path.Combine(packages.Folder, "tests", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Folder);
        Backups = Path.Combine(Folder, "backups");
        Shop = Shop.Create(Path.Combine(Folder, "shop.db"));
    }

    protected Packages Packages { get; }

    protected string Folder { get; }

    protected string Backups { get; }

    protected Shop Shop { get; }

    /// <summary>The backups that are there by their final name, in order.</summary>
    protected string[] Files => Directory.Exists(Backups) ? [.. Directory.GetFiles(Backups, "*.json").Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)] : [];

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a verb of the tool in a folder.</summary>
    protected Task<Ran> Tool(string directory, params IEnumerable<string> arguments) => Dotnet(directory, ["ef-backup", .. arguments]);

    /// <summary>Runs a verb that needs the application as it was built, on this test's database and backup folder.</summary>
    protected Task<Ran> On(string app, string verb, params IEnumerable<string> arguments) => Tool(Packages.App(app), OnArguments(verb, Shop.Connection, arguments));

    /// <summary>The same, on the application that all verbs are tried with.</summary>
    protected Task<Ran> Run(string verb, params IEnumerable<string> arguments) => On("Shop10", verb, arguments);

    /// <summary>Takes a backup.</summary>
    /// <returns>Its path.</returns>
    protected async Task<string> Backup(params IEnumerable<string> arguments) => (await Run("create", ["--quiet", .. arguments])).Ended(0).FirstLine;

    /// <summary>A backup of the rows that every test begins with, taken once for all tests.</summary>
    /// <returns>The path of a copy in this test's backup folder.</returns>
    protected async Task<string> Sample()
    {
        if (Packages.Sample is null)
        {
            var taken = await Backup();
            Packages.Sample = Path.Combine(Packages.Folder, Path.GetFileName(taken));
            File.Copy(taken, Packages.Sample);
            return taken;
        }

        var copy = Path.Combine(Directory.CreateDirectory(Backups).FullName, Path.GetFileName(Packages.Sample));
        File.Copy(Packages.Sample, copy);
        return copy;
    }

    /// <summary>Runs <c>dotnet</c> with an environment variable more.</summary>
    protected async Task<Ran> DotnetWith(string variable, string value, string directory, params IEnumerable<string> arguments)
    {
        using var running = Packages.StartWith(variable, value, directory, arguments);
        return await Logged(running);
    }

    protected async Task<Ran> Dotnet(string directory, params IEnumerable<string> arguments)
    {
        using var running = Packages.Start(directory, arguments);
        return await Logged(running);
    }

    /// <summary>Waits for the end, and writes down what was said.</summary>
    protected async Task<Ran> Logged(Running running)
    {
        var ran = await running.EndAsync();
        _log.WriteLine(ran.ToString());
        return ran;
    }

    protected IEnumerable<string> OnArguments(string verb, string connection, params IEnumerable<string> arguments)
        => [verb, .. arguments.TakeWhile(a => a != "--"), "--no-build", "--connection", connection, "--output", Backups, .. arguments.SkipWhile(a => a != "--")];
}
