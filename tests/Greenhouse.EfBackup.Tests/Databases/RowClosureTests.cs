using Greenhouse.EfBackup.Databases;

namespace Greenhouse.EfBackup.Tests.Databases;

public class RowClosureTests
{
    [Fact]
    public async Task Only_steps_from_tables_with_new_rows_are_taken_again()
    {
        var taken = new List<string>();
        var left = new Dictionary<string, int> { ["a-b"] = 1, ["b-c"] = 2, ["c-a"] = 0 };
        RowStep Step(string from, string to) => new(from, to, (first, round) =>
        {
            taken.Add($"{from}-{to} {first} {round}");
            return Task.FromResult(left[$"{from}-{to}"]-- > 0 ? 1L : 0);
        });

        var next = await RowClosure.FollowAsync([Step("a", "b"), Step("b", "c"), Step("c", "a")], round: 5);

        Assert.Equal(["a-b 0 5", "b-c 0 5", "c-a 0 5", "b-c 5 6", "c-a 5 6", "c-a 6 7"], taken);
        Assert.Equal(8, next);
    }

    [Fact]
    public async Task Without_steps_nothing_is_followed() => Assert.Equal(1, await RowClosure.FollowAsync([], round: 1));
}
