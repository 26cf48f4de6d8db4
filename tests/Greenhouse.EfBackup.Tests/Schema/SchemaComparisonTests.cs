using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Tests.Schema;

public class SchemaComparisonTests
{
    private static readonly TableDescription _users = new()
    {
        Key = "users",
        Name = "users",
        Columns = [Column("id"), Column("name", ValueKind.String, "TEXT")],
        PrimaryKey = ["id"],
    };

    [Fact]
    public void Equal_schemas_fit()
    {
        var comparison = Compare(_users, _users);

        Assert.Empty(comparison.Differences);
        Assert.Empty(comparison.Defaulted);
        var pair = Assert.Single(comparison.Pairs);
        Assert.Equal((_users, _users), (pair.Source, pair.Target));
        Assert.False(pair.MustBeReadBack || pair.MayBeRespelled);
    }

    [Fact]
    public void A_missing_table_is_named()
    {
        var comparison = SchemaComparison.Of([_users], [_users with { Key = "people" }], StringComparer.OrdinalIgnoreCase);

        Assert.Equal(["table users is in the backup and not in the database"], comparison.Differences);
        Assert.Empty(comparison.Pairs);
    }

    [Fact]
    public void Tables_of_the_database_alone_do_not_matter()
    {
        Assert.Empty(SchemaComparison.Of([_users], [_users, _users with { Key = "people" }], StringComparer.Ordinal).Differences);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var comparison = Compare(_users, _users with { Columns = [Column("id")] });

        Assert.Equal(["column users.name is in the backup and not in the database"], comparison.Differences);
    }

    [Fact]
    public void Another_kind_is_named_with_both_types()
    {
        var comparison = Compare(_users, _users with { Columns = [Column("id"), Column("name", ValueKind.Integer, "INT")] });

        Assert.Equal(["column users.name is string (TEXT) in the backup and integer (INT) in the database"], comparison.Differences);
    }

    [Fact]
    public void Another_spelling_of_a_type_of_the_same_kind_fits()
    {
        Assert.Empty(Compare(_users, _users with { Columns = [Column("id"), Column("name", ValueKind.String, "varchar(20)")] }).Differences);
    }

    [Fact]
    public void Nulls_that_have_no_place_are_named()
    {
        var nullable = _users with { Columns = [Column("id"), Column("name", ValueKind.String, "TEXT") with { Nullable = true }] };

        Assert.Equal(["column users.name may be null in the backup and not in the database"], Compare(nullable, _users).Differences);
        Assert.Empty(Compare(_users, nullable).Differences);
    }

    [Fact]
    public void A_required_column_without_value_is_named()
    {
        var comparison = Compare(_users, _users with { Columns = [.. _users.Columns, Column("age")] });

        Assert.Equal(["column users.age is required in the database and not in the backup"], comparison.Differences);
        Assert.Empty(comparison.Defaulted);
    }

    [Fact]
    public void A_column_that_takes_null_or_its_default_is_no_difference_but_is_named()
    {
        var comparison = Compare(_users, _users with { Columns = [.. _users.Columns, Column("age") with { Nullable = true }, Column("rank") with { Default = "1" }] });

        Assert.Empty(comparison.Differences);
        Assert.Equal(["users.age", "users.rank"], comparison.Defaulted);
    }

    [Fact]
    public void Values_for_a_computed_column_are_named()
    {
        var computed = _users with { Columns = [Column("id"), Column("name", ValueKind.String, "TEXT") with { Generated = true }] };

        Assert.Equal(["column users.name holds values in the backup and is computed in the database"], Compare(_users, computed).Differences);
        Assert.Empty(Compare(computed, computed).Differences);
        Assert.Empty(Compare(computed, computed with { Columns = [Column("id")] }).Differences);
    }

    [Fact]
    public void Another_primary_key_is_named_the_order_of_its_columns_included()
    {
        var pair = _users with { PrimaryKey = ["id", "name"] };

        Assert.Equal(["the primary key of users is (id) in the backup and (id, name) in the database"], Compare(_users, pair).Differences);
        Assert.Equal(["the primary key of users is (id, name) in the backup and (name, id) in the database"], Compare(pair, _users with { PrimaryKey = ["name", "id"] }).Differences);
    }

    [Fact]
    public void Every_difference_of_every_table_is_named()
    {
        var orders = new TableDescription { Key = "orders", Name = "orders", Columns = [Column("id"), Column("total")], PrimaryKey = ["id"] };
        var items = orders with { Key = "items", Name = "items" };

        var comparison = SchemaComparison.Of(
            [_users, orders, items],
            [_users with { Columns = [Column("id", ValueKind.Guid, "TEXT"), Column("age")] }, orders with { PrimaryKey = [] }],
            StringComparer.OrdinalIgnoreCase);

        Assert.Equal(
            [
                "column users.id is integer (INTEGER) in the backup and guid (TEXT) in the database",
                "column users.name is in the backup and not in the database",
                "column users.age is required in the database and not in the backup",
                "the primary key of orders is (id) in the backup and () in the database",
                "table items is in the backup and not in the database",
            ],
            comparison.Differences);
    }

    [Fact]
    public void Names_compare_as_the_database_compares_them()
    {
        var upper = _users with { Key = "USERS", Columns = [Column("ID"), Column("NAME", ValueKind.String, "TEXT")], PrimaryKey = ["ID"] };

        Assert.Empty(SchemaComparison.Of([_users], [upper], StringComparer.OrdinalIgnoreCase).Differences);
        Assert.Equal(["table users is in the backup and not in the database"], SchemaComparison.Of([_users], [upper], StringComparer.Ordinal).Differences);
    }

    [Theory]
    [InlineData(nameof(ValueKind.DateTime), nameof(ValueKind.Timestamp), "times of no zone in users.name are taken for UTC")]
    [InlineData(nameof(ValueKind.Timestamp), nameof(ValueKind.DateTime), "instants in users.name become times of no zone, in UTC")]
    [InlineData(nameof(ValueKind.String), nameof(ValueKind.Text), null)]
    [InlineData(nameof(ValueKind.Json), nameof(ValueKind.String), null)]
    [InlineData(nameof(ValueKind.Decimal), nameof(ValueKind.Integer), null)]
    public void Kinds_that_stand_for_one_another_fit_between_kinds_of_databases_only(string from, string to, string? note)
    {
        var (backup, database) = (Named(from, "a"), Named(to, "b"));

        var foreign = SchemaComparison.Of([backup], [database], StringComparer.Ordinal, foreign: true);

        Assert.Empty(foreign.Differences);
        Assert.Equal(note is null ? [] : [note], foreign.Converted);
        Assert.Single(Compare(backup, database).Differences);
    }

    [Theory]
    [InlineData(nameof(ValueKind.String), nameof(ValueKind.Date), "b", "column users.name is string (a) in the backup and date (b) in the database")]
    [InlineData(nameof(ValueKind.Double), nameof(ValueKind.Decimal), "b", "column users.name is double (a) in the backup and decimal (b) in the database")]
    public void Other_kinds_do_not_fit_between_kinds_of_databases_either(string from, string to, string storeType, string difference)
    {
        Assert.Equal([difference], SchemaComparison.Of([Named(from, "a")], [Named(to, storeType)], StringComparer.Ordinal, foreign: true).Differences);
    }

    [Fact]
    public void A_key_may_be_called_nullable_by_another_kind_of_database()
    {
        var backup = _users with { Columns = [Column("id") with { Nullable = true }, Column("name", ValueKind.String, "TEXT") with { Nullable = true }] };

        Assert.Equal(["column users.name may be null in the backup and not in the database"], SchemaComparison.Of([backup], [_users], StringComparer.Ordinal, foreign: true).Differences);
        Assert.Equal(2, Compare(backup, _users).Differences.Count);
    }

    private static TableDescription Named(string kind, string storeType) => _users with { Columns = [Column("id"), Column("name", Enum.Parse<ValueKind>(kind), storeType)] };

    private static SchemaComparison Compare(TableDescription backup, TableDescription database) => SchemaComparison.Of([backup], [database], StringComparer.OrdinalIgnoreCase);

    private static ColumnDescription Column(string name, ValueKind kind = ValueKind.Integer, string storeType = "INTEGER") => new() { Name = name, StoreType = storeType, Kind = kind };
}
