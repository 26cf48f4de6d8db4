using System.Text.RegularExpressions;

namespace Greenhouse.EfBackup.Tests.Architecture;

/// <summary>The floors of the house: what each folder of the library may know. Read from the sources, by `using` lines and qualified names.</summary>
public partial class FloorsTests
{
    private const string Root = "";

    // What applications call stands at the root for their sake, and above everything.
    private const string Door = "the library's door";
    private static readonly string[] _doors = ["EfBackupDbContextOptionsExtensions.cs", "EfBackupDatabaseExtensions.cs", "EfBackupOptions.cs", "EfBackupPropertyBuilderExtensions.cs"];

    // Protocol is what doors and host share; it stands below everything.
    private static readonly Dictionary<string, string[]> _mayKnow = new()
    {
        ["Protocol"] = [],
        [Root] = ["Protocol"],
        ["Ordering"] = [],
        ["Retention"] = ["Protocol"],
        ["Format"] = [Root, "Protocol"],
        ["Masking"] = [Root, "Protocol", "Format"],
        ["Documents"] = [Root, "Protocol", "Format"],
        ["Schema"] = [Root, "Protocol", "Format", "Ordering", "Masking", "Documents"],
        ["Storage"] = [Root, "Protocol", "Format"],
        ["Databases"] = [Root, "Protocol", "Format", "Documents", "Schema", "Ordering"],
        ["Pruning"] = [Root, "Protocol", "Storage", "Retention"],
        ["Snapshot"] = [Root, "Protocol", "Format", "Documents", "Storage", "Schema", "Databases", "Ordering", "Masking"],
        ["Seeds"] = [Root, "Protocol", "Format", "Documents", "Storage", "Schema", "Databases"],
        ["Restore"] = [Root, "Protocol", "Format", "Documents", "Storage", "Schema", "Databases", "Ordering", "Snapshot"],
        ["Verification"] = [Root, "Protocol", "Format", "Storage", "Schema", "Databases", "Ordering", "Snapshot", "Restore"],
        ["Migrations"] = [Root, "Protocol", "Format", "Storage", "Schema", "Databases", "Ordering", "Verification", "Snapshot", "Restore", "Pruning"],
        ["Operations"] = [Root, "Protocol", "Format", "Storage", "Schema", "Databases", "Seeds", "Ordering", "Verification", "Snapshot", "Restore", "Migrations", "Pruning", "Masking"],
        ["Hosting"] = [Root, "Protocol", "Format", "Storage", "Schema", "Databases", "Seeds", "Ordering", "Verification", "Snapshot", "Restore", "Migrations", "Pruning", "Operations", "Masking"],
        [Door] = [Root, "Protocol", "Format", "Storage", "Schema", "Databases", "Seeds", "Ordering", "Verification", "Snapshot", "Restore", "Migrations", "Pruning", "Operations", "Masking"],
    };

    private static readonly string _library = Path.Combine(FindRepository(), "src", "Greenhouse.EfBackup");

    private static readonly (string Floor, string Path, string Code)[] _sources =
        [.. Directory.EnumerateFiles(_library, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Relative: Path.GetRelativePath(_library, path).Replace('\\', '/'), path))
            .Where(file => !file.Relative.StartsWith("obj/", StringComparison.Ordinal) && !file.Relative.StartsWith("bin/", StringComparison.Ordinal))
            .Select(file => (FloorOf(file.Relative), file.Relative, WithoutText(File.ReadAllText(file.path))))];

    [Fact]
    public void Every_folder_of_the_library_is_a_floor()
    {
        Assert.NotEmpty(_sources);
        Assert.Empty(_sources.Select(source => source.Floor).Distinct().Except(_mayKnow.Keys));
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        Assert.All(_sources, source => Assert.Equal(
            string.Join('.', Path.GetDirectoryName(source.Path)!.Split('/').Prepend("Greenhouse.EfBackup").Where(part => part.Length > 0)),
            Namespace().Match(source.Code).Groups[1].Value));
    }

    [Fact]
    public void No_floor_knows_one_above_it()
    {
        var wrong = _sources.SelectMany(source => Known(source).Where(known => known != source.Floor && !_mayKnow[source.Floor].Contains(known)).Select(known => $"{source.Path} knows {known}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_floors_that_are_allowed_form_no_circle()
    {
        var left = _mayKnow.Keys.ToHashSet();
        while (left.FirstOrDefault(floor => !_mayKnow[floor].Any(left.Contains)) is { } free)
        {
            left.Remove(free);
        }

        Assert.Empty(left);
    }

    [Theory]
    [InlineData("Ordering")]
    [InlineData("Format")]
    [InlineData("Retention")]
    [InlineData("Masking")]
    [InlineData("Storage")]
    [InlineData("Protocol")]
    public void The_pure_floors_know_no_entity_framework_and_no_driver(string floor)
    {
        Assert.DoesNotContain(_sources, source => source.Floor == floor && Driver().IsMatch(source.Code));
    }

    [Theory]
    [InlineData("using Microsoft.Data.Sqlite", "Databases/Sqlite/")]
    [InlineData("using Npgsql", "Databases/PostgreSql/")]
    public void The_drivers_of_a_database_are_known_in_its_folder_only(string driver, string folder)
    {
        var knowing = _sources.Where(source => source.Code.Contains(driver, StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(knowing);
        Assert.All(knowing, source => Assert.StartsWith(folder, source.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void No_kind_of_database_knows_another()
    {
        var ofKinds = _sources.Select(source => (source.Code, source.Path, Folders: source.Path.Split('/'))).Where(source => source.Folders is ["Databases", _, _, ..]).ToArray();
        var kinds = ofKinds.Select(source => source.Folders[1]).Distinct().ToArray();

        Assert.Equal(["Entities", "PostgreSql", "Sqlite"], kinds.Order(StringComparer.Ordinal));
        Assert.Empty(ofKinds.SelectMany(source => kinds.Where(kind => kind != source.Folders[1] && source.Code.Contains($"Databases.{kind}", StringComparison.Ordinal)).Select(kind => $"{source.Path} knows {kind}")));
    }

    [Fact]
    public void Nothing_in_the_library_knows_the_console()
    {
        Assert.DoesNotContain(_sources, source => Console().IsMatch(source.Code));
    }

    private static IEnumerable<string> Known((string Floor, string Path, string Code) source)
        => Using().Matches(source.Code).Concat(Qualified().Matches(source.Code))
            .Select(match => match.Groups[1].Value)
            .Select(name => name.EndsWith("Protocol", StringComparison.Ordinal) ? "Protocol" : name.Split('.')[0])
            .Where(_mayKnow.ContainsKey)
            .Distinct();

    private static string FloorOf(string path)
        => _doors.Contains(path) ? Door : path.StartsWith("Protocol/", StringComparison.Ordinal) ? "Protocol" : path.Contains('/') ? path.Split('/')[0] : Root;

    /// <summary>Without comments and the text of strings, in which any name may stand.</summary>
    private static string WithoutText(string code) => Text().Replace(Comment().Replace(code, ""), "\"\"");

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Greenhouse.EfBackup.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run inside of the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\\n])*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?Greenhouse\.EfBackup\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"(?<![\w.])(?:Greenhouse\.EfBackup\.)?((?:Hosting\.)?Protocol(?=\.)|(?:Ordering|Retention|Format|Masking|Schema|Storage|Databases|Seeds|Verification|Pruning|Snapshot|Restore|Migrations|Operations|Hosting)(?=\.[A-Z]\w*[.(<\s]))")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"\b(Microsoft\.EntityFrameworkCore|Microsoft\.Data\.Sqlite|Npgsql|System\.Data)\b")]
    private static partial Regex Driver();

    [GeneratedRegex(@"\bConsole\s*\.")]
    private static partial Regex Console();
}
