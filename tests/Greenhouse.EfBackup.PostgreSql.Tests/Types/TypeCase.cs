namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

/// <summary>A type, and values of it as the server reads them.</summary>
/// <param name="Type">The type as SQL.</param>
/// <param name="Values">Different ones. Where the type can be a key they stand in the order that FORMAT.md gives to rows.</param>
internal sealed record TypeCase(string Type, params string[] Values)
{
    /// <summary>The server has an order for it, and so takes it as a key.</summary>
    public bool IsKey { get; init; } = true;

    /// <summary>The server has arrays of it that this test can make.</summary>
    public bool HasArrays { get; init; } = true;

    /// <summary>Values that the server takes for equal to some of the others, though their text differs: beside those they can't be keys.</summary>
    public string[] Twins { get; init; } = [];

    /// <summary>A table of values and of arrays of them, null among them.</summary>
    public string Table => $"{Type} as column";

    /// <summary>A table whose primary key is of the type.</summary>
    public string KeyTable => $"{Type} as key";

    /// <summary>A table without a key: its rows are ordered by what they hold.</summary>
    public string BareTable => $"{Type} without key";

    public string Schema
        => $"""
            CREATE TABLE {Quote(Table)} (id int PRIMARY KEY, value {Type} {(HasArrays ? $", list {Type}[]" : "")});
            CREATE TABLE {Quote(BareTable)} (value {Type});
            {(IsKey ? $"CREATE TABLE {Quote(KeyTable)} (value {Type} PRIMARY KEY, place int)" : "")};
            """;

    public override string ToString() => Type;

    /// <param name="backwards">The rows come into the tables in the opposite order.</param>
    public string Rows(bool backwards = false)
    {
        string[] all = [.. Values, .. Twins];
        var inserts = new List<string> { $"INSERT INTO {Quote(Table)} (id) VALUES (0)" };
        inserts.AddRange(all.Select((value, index) => $"INSERT INTO {Quote(Table)} VALUES ({index + 1}, {Literal(value)}{(HasArrays ? $", ARRAY[NULL, {Literal(value)}, {Literal(all[0])}]::{Type}[]" : "")})"));
        inserts.AddRange(all.Append(null).Append(all[0]).Select(value => $"INSERT INTO {Quote(BareTable)} VALUES ({Literal(value)})"));
        inserts.AddRange(IsKey ? Values.Select((value, index) => $"INSERT INTO {Quote(KeyTable)} VALUES ({Literal(value)}, {index})") : []);
        if (backwards)
        {
            inserts.Reverse();
        }

        return string.Join(";\n", inserts);
    }

    private static string Literal(string? value) => value is null ? "NULL" : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Quote(string name) => PostgreSqlDump.Quote(name);
}
