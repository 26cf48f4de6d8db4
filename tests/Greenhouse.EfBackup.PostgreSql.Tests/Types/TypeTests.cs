using System.Text.Json;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

/// <summary>What every type must stand.</summary>
public abstract class TypeTests : SqlTests
{
    /// <summary>
    /// Values of these types come back bit for bit, as COPY shows them, in columns, in arrays, as keys and in tables without a key; keys stand in the
    /// file's order; and a database that got the same values in another order has the same hashes.
    /// </summary>
    /// <param name="before">Statements that the types need.</param>
    private protected async Task ComeBackAsync(string before, params TypeCase[] types)
    {
        var schema = before + string.Join('\n', types.Select(type => type.Schema));

        var trip = await RoundTripAsync(schema, string.Join(";\n", types.Select(type => type.Rows())));
        var other = Make(schema, string.Join(";\n", types.Reverse().Select(type => type.Rows(backwards: true))));

        Assert.All(types.Where(type => type.IsKey), type => Assert.Equal(Enumerable.Range(0, type.Values.Length), PlacesIn(trip.File, type)));
        Assert.Equal(trip.Check.Tables, EfBackup.Specification.Backups.Check(await BackUpAsync(other)).Tables);
    }

    private protected Task ComeBackAsync(params TypeCase[] types) => ComeBackAsync("", types);

    /// <summary>The rows of the table by key, in the file's order, each by its place in <see cref="TypeCase.Values"/>.</summary>
    private static IEnumerable<int> PlacesIn(string file, TypeCase type)
        => RowsOf(file, type.KeyTable).Select(row => JsonDocument.Parse(row).RootElement.GetProperty("place").GetInt32());
}
