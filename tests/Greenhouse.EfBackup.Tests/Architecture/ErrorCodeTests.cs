using System.Reflection;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tests.Architecture;

public partial class ErrorCodeTests
{
    private static readonly ErrorCode[] _codes =
        [.. typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(ErrorCode)).Select(field => (ErrorCode)field.GetValue(null)!)];

    [Fact]
    public void No_two_codes_have_one_id_or_one_title()
    {
        Assert.NotEmpty(_codes);
        Assert.Distinct(_codes.Select(code => code.Id));
        Assert.Distinct(_codes.Select(code => code.Title));
    }

    [Fact]
    public void Every_code_is_well_formed_and_has_a_title()
    {
        Assert.All(_codes, code => Assert.Matches(Form(), code.Id));
        Assert.All(_codes, code => Assert.Matches("^[A-Z-].*[^.]$", code.Title));
    }

    [Fact]
    public void Every_code_ends_a_process_with_one_of_the_documented_exit_codes()
    {
        int[] documented = [0, 1, 2, 3, 4, 5, 6, 7, 130];

        Assert.All(_codes, code => Assert.Contains(code.ExitCode, documented));
    }

    [Fact]
    public void What_is_wrong_with_a_backup_file_ends_with_three()
    {
        // latest among several contexts is a question of the command line.
        Assert.All(_codes.Where(code => code.Id.StartsWith("EFB13", StringComparison.Ordinal) && code != ErrorCode.AmbiguousLatest), code => Assert.Equal(3, code.ExitCode));
    }

    [GeneratedRegex("^EFB1[0-9]{3}$")]
    private static partial Regex Form();
}
