using System.Globalization;
using System.Reflection;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tests.Architecture;

/// <summary>The README's tables of errors and exit codes against the codes there are.</summary>
public class ReadmeErrorTests
{
    private static readonly string[][] _rows =
        [.. File.ReadAllLines(Path.Combine(Root(), "README.md")).Where(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];

    [Fact]
    public void Every_code_has_its_row_with_exit_code_title_and_a_way_on()
    {
        var documented = _rows.Where(row => row[0].StartsWith("EFB", StringComparison.Ordinal)).ToArray();
        var codes = typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<ErrorCode>().ToArray();

        Assert.Equal(
            codes.Select(code => $"{code.Id} {code.ExitCode} {code.Title}"),
            documented.Select(row => $"{row[0]} {row[1]} {row[2]}"));
        Assert.All(documented, row => Assert.NotEmpty(row[3]));
    }

    [Fact]
    public void Every_exit_code_has_its_row()
    {
        var codes = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => ((int)field.GetRawConstantValue()!).ToString(CultureInfo.InvariantCulture));

        Assert.Equal(codes, _rows.Where(row => row.Length == 2 && int.TryParse(row[0], out _)).Select(row => row[0]));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Greenhouse.EfBackup.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
