using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Tests.Format;
using Greenhouse.EfBackup.Tests.Storage;
using Greenhouse.EfBackup.Verification;

namespace Greenhouse.EfBackup.Tests.Verification;

/// <summary>Files that are whole, every hash right, and whose rows no database would take.</summary>
public sealed class KeyCheckTests : IDisposable
{
    private static readonly TableDescription _customers = Keyed("Customers", ["Id"], Files.Column("Id"), Files.Column("Code", ValueKind.String, "TEXT"));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keys_and_foreign_keys_that_hold_are_counted()
    {
        var proven = Check(
            (_customers, ["""{"Id":1,"Code":"a"}""", """{"Id":2,"Code":null}"""]),
            (Orders(), ["""{"Id":1,"CustomerId":2}""", """{"Id":2,"CustomerId":2}""", """{"Id":3,"CustomerId":null}"""]));

        Assert.Equal((2, 1), (proven.Keys, proven.References));
        Assert.Empty(proven.Unchecked);
        Assert.Equal([("Customers", 2L), ("Orders", 3L)], proven.File.Tables.Select(table => (table.Key, table.Rows)));
    }

    [Fact]
    public void A_key_that_stands_twice_is_named_with_its_rows()
    {
        var error = Refused("EFB1509", (_customers, ["""{"Id":1,"Code":"a"}""", """{"Id":1,"Code":"b"}""", """{"Id":2,"Code":"c"}""", """{"Id":1,"Code":"d"}"""]));

        Assert.Equal($"{_folder.At("test.json")}: rows of Customers have the key of another row", error.Message);
        Assert.Equal(["Customers (Id): 2 rows have the key of another, such as Id=1; Id=1"], error.Details);
    }

    [Fact]
    public void Rows_far_from_each_other_have_one_key_all_the_same()
    {
        var rows = Enumerable.Range(1, 50).Append(7).Select(id => $$"""{"Id":{{id}},"Code":null}""").ToArray();

        Assert.Equal(["Customers (Id): 1 row has the key of another, such as Id=7"], Refused("EFB1509", (_customers, rows)).Details);
    }

    [Fact]
    public void A_key_of_several_columns_is_one_only_with_all_of_them()
    {
        var table = Keyed("Lines", ["Order", "Line"], Files.Column("Order", ValueKind.String, "TEXT"), Files.Column("Line", ValueKind.String, "TEXT"));

        // The same letters, parted elsewhere.
        Assert.Equal(1, Check((table, ["""{"Order":"a","Line":"bc"}""", """{"Order":"ab","Line":"c"}""", """{"Order":"a","Line":"b"}"""])).Keys);
        Assert.Equal(
            ["Lines (Order, Line): 1 row has the key of another, such as Order=\"a\", Line=\"b\""],
            Refused("EFB1509", (table, ["""{"Order":"a","Line":"b"}""", """{"Order":"a","Line":"c"}""", """{"Order":"a","Line":"b"}"""])).Details);
    }

    [Fact]
    public void A_unique_index_is_a_key_but_for_nulls()
    {
        var table = _customers with { Indexes = [new IndexDescription { Name = "IX", Columns = ["Code"], Unique = true }] };

        Assert.Equal(2, Check((table, ["""{"Id":1,"Code":null}""", """{"Id":2,"Code":null}""", """{"Id":3,"Code":"a"}"""])).Keys);
        Assert.Equal(
            ["Customers (Code): 1 row has the key of another, such as Id=2, Code=\"a\""],
            Refused("EFB1509", (table, ["""{"Id":1,"Code":"a"}""", """{"Id":2,"Code":"a"}"""])).Details);
    }

    [Theory]
    [InlineData("(expression)", null)]
    [InlineData("Code", "CREATE UNIQUE INDEX IX ON Customers (Code) WHERE Id > 5")]
    public void An_index_of_expressions_or_of_some_rows_promises_nothing_of_all(string column, string? definition)
    {
        var table = _customers with { Indexes = [new IndexDescription { Name = "IX", Columns = [column], Unique = true, Definition = definition }] };

        Assert.Equal(1, Check((table, ["""{"Id":1,"Code":"a"}""", """{"Id":2,"Code":"a"}"""])).Keys);
    }

    [Fact]
    public void A_row_that_references_nothing_is_named_and_one_that_references_null_is_not()
    {
        var error = Refused(
            "EFB1503",
            (_customers, ["""{"Id":1,"Code":"a"}"""]),
            (Orders(), ["""{"Id":1,"CustomerId":1}""", """{"Id":2,"CustomerId":7}""", """{"Id":3,"CustomerId":null}"""]));

        Assert.Equal($"{_folder.At("test.json")}: rows of Orders reference rows that are not there", error.Message);
        Assert.Equal(["Orders (CustomerId) -> Customers: 1 row, such as Id=2, CustomerId=7"], error.Details);
    }

    [Fact]
    public void A_foreign_key_of_several_columns_leads_to_a_row_that_has_all_of_them_in_whichever_order_it_names_them()
    {
        var parent = Keyed("Places", ["Country", "City"], Files.Column("Country"), Files.Column("City"));
        var child = Keyed("Visits", ["Id"], Files.Column("Id"), Files.Column("City"), Files.Column("Country")) with
        {
            ForeignKeys = [new ForeignKeyDescription { Columns = ["City", "Country"], References = "Places", ReferencedColumns = ["City", "Country"] }],
        };
        (TableDescription, string[]) places = (parent, ["""{"Country":1,"City":2}""", """{"Country":3,"City":4}"""]);

        Assert.Equal(1, Check(places, (child, ["""{"Id":1,"City":2,"Country":1}""", """{"Id":2,"City":9,"Country":null}"""])).References);
        Assert.Equal(["Visits (City, Country) -> Places: 2 rows, such as Id=1, City=1, Country=2; Id=2, City=4, Country=1"], Refused("EFB1503", places, (child, ["""{"Id":1,"City":1,"Country":2}""", """{"Id":2,"City":4,"Country":1}"""])).Details);
    }

    [Fact]
    public void A_table_references_itself_forward_and_back()
    {
        var table = Keyed("Parts", ["Id"], Files.Column("Id"), Files.Column("Whole")) with { ForeignKeys = [Key("Whole", "Parts")] };

        Assert.Equal(1, Check((table, ["""{"Id":1,"Whole":3}""", """{"Id":2,"Whole":2}""", """{"Id":3,"Whole":1}"""])).References);
        Assert.Equal(["Parts (Whole) -> Parts: 1 row, such as Id=1, Whole=4"], Refused("EFB1503", (table, ["""{"Id":1,"Whole":4}""", """{"Id":3,"Whole":1}"""])).Details);
    }

    [Fact]
    public void Tables_that_reference_each_other_are_followed_both_ways()
    {
        var hens = Keyed("Hens", ["Id"], Files.Column("Id"), Files.Column("EggId")) with { ForeignKeys = [Key("EggId", "Eggs")] };
        var eggs = Keyed("Eggs", ["Id"], Files.Column("Id"), Files.Column("HenId")) with { ForeignKeys = [Key("HenId", "Hens")] };

        Assert.Equal(2, Check((hens, ["""{"Id":1,"EggId":2}"""]), (eggs, ["""{"Id":2,"HenId":1}"""])).References);
        Assert.Equal(
            ["Hens (EggId) -> Eggs: 1 row, such as Id=1, EggId=3", "Eggs (HenId) -> Hens: 1 row, such as Id=2, HenId=4"],
            Refused("EFB1503", (hens, ["""{"Id":1,"EggId":3}"""]), (eggs, ["""{"Id":2,"HenId":4}"""])).Details);
    }

    [Fact]
    public void What_the_file_can_not_say_is_said_and_is_no_fault()
    {
        var orders = Orders() with
        {
            ForeignKeys =
            [
                Key("CustomerId", "Elsewhere"),
                Key("CustomerId", "Customers") with { NotValid = true },
                new ForeignKeyDescription { Columns = ["CustomerId"], References = "Customers", ReferencedColumns = ["Code"] },
                new ForeignKeyDescription { Columns = ["CustomerId"], References = "Customers", ReferencedColumns = ["Computed"] },
            ],
        };

        var proven = Check((_customers, []), (orders, ["""{"Id":1,"CustomerId":2}"""]));

        Assert.Equal(0, proven.References);
        Assert.Equal(
            [
                "Elsewhere is not in the backup",
                "the database itself does not hold every row to it (NOT VALID, or of a partition only)",
                "its columns are integer, and those it references string",
                "the database computes one of its columns",
            ],
            proven.Unchecked.Select(key => key.Why));
    }

    [Theory]
    [InlineData("\"ABC\"", "\"abc\"")]
    [InlineData("\"Zoë\\n  \"", "\"ZOË\\n\"")]
    public void Texts_that_a_collation_may_take_for_equal_are_neither_right_nor_wrong(string referenced, string referencing)
    {
        var proven = Check((Named(), [$$"""{"Name":{{referenced}}}"""]), (Naming(), [$$"""{"Id":1,"Name":{{referencing}}}"""]));

        var key = Assert.Single(proven.Unchecked);
        Assert.Equal((0, "Naming", "Named"), (proven.References, key.Table, key.References));
        Assert.StartsWith("some of its texts differ from those they reference in case or in spaces at the end", key.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_are_equal_are_right_and_those_that_no_collation_takes_for_equal_are_wrong()
    {
        Assert.Equal(1, Check((Named(), ["""{"Name":"a\"b"}"""]), (Naming(), ["""{"Id":1,"Name":"a\"b"}"""])).References);
        Assert.Equal(
            ["Naming (Name) -> Named: 1 row, such as Id=1, Name=\"abd\""],
            Refused("EFB1503", (Named(), ["""{"Name":"abc"}"""]), (Naming(), ["""{"Id":1,"Name":"abd"}"""])).Details);
    }

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore.Sqlite", "EFB1503")]
    [InlineData("Npgsql.EntityFrameworkCore.PostgreSQL", null)]
    public void Decimals_are_compared_as_their_database_compares_them(string provider, string? code)
    {
        var prices = Keyed("Prices", ["Amount"], Files.Column("Amount", ValueKind.Decimal, "TEXT"));
        var sales = Keyed("Sales", ["Id"], Files.Column("Id"), Files.Column("Price", ValueKind.Decimal, "TEXT")) with
        {
            ForeignKeys = [new ForeignKeyDescription { Columns = ["Price"], References = "Prices", ReferencedColumns = ["Amount"] }],
        };
        (TableDescription, string[])[] tables = [(prices, ["""{"Amount":1.50}"""]), (sales, ["""{"Id":1,"Price":1.5}"""])];

        Assert.Equal(code, Record.Exception(() => Check(tables, provider)) is EfBackupException error ? error.Code : null);
    }

    [Fact]
    public void An_integer_references_a_decimal_where_numbers_are_numbers()
    {
        var prices = Keyed("Prices", ["Amount"], Files.Column("Amount", ValueKind.Decimal, "numeric"));
        var sales = Keyed("Sales", ["Price"], Files.Column("Price")) with
        {
            ForeignKeys = [new ForeignKeyDescription { Columns = ["Price"], References = "Prices", ReferencedColumns = ["Amount"] }],
        };

        Assert.Equal(1, Check([(prices, ["""{"Amount":7.00}"""]), (sales, ["""{"Price":7}"""])], "Npgsql.EntityFrameworkCore.PostgreSQL").References);
    }

    [Fact]
    public void Values_whose_spelling_decides_nothing_prove_and_refute_nothing()
    {
        var hosts = Keyed("Hosts", ["Address"], Files.Column("Address", ValueKind.Text, "inet"));
        var calls = Keyed("Calls", ["Id"], Files.Column("Id"), Files.Column("From", ValueKind.Text, "inet")) with
        {
            ForeignKeys = [new ForeignKeyDescription { Columns = ["From"], References = "Hosts", ReferencedColumns = ["Address"] }],
        };

        Assert.Equal(1, Check((hosts, ["""{"Address":"::1"}"""]), (calls, ["""{"Id":1,"From":"::1"}"""])).References);
        Assert.Contains("of the kind text need not be", Assert.Single(Check((hosts, ["""{"Address":"::1"}"""]), (calls, ["""{"Id":1,"From":"0::1"}"""])).Unchecked).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Id":1}""")]
    [InlineData("""{"Id":1,"Code":x}""")]
    [InlineData("""{"Id":1,"Code":"a"}}""")]
    public void A_line_that_is_no_row_is_named(string line)
    {
        var error = Refused("EFB1507", (_customers, ["""{"Id":7,"Code":"a"}""", line]));

        Assert.StartsWith("row 2 of table Customers in the backup can't be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_a_file_is_damaged_is_said_before_anything_of_its_rows()
    {
        Write([(_customers, ["""{"Id":1,"Code":"a"}""", """{"Id":2,"Code":"a"}"""])], "p");
        var bytes = File.ReadAllBytes(_folder.At("test.json"));
        var place = bytes.AsSpan().IndexOf("{\"Id\":2"u8);
        bytes[place + 1] = (byte)'\'';
        File.WriteAllBytes(_folder.At("test.json"), bytes);

        Assert.Equal("EFB1306", Assert.Throws<EfBackupException>(() => Run(KeySorter.MostInMemory)).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void More_keys_than_memory_holds_are_found_all_the_same(int most)
    {
        var parts = Keyed("Parts", ["Id"], Files.Column("Id"), Files.Column("Whole")) with { ForeignKeys = [Key("Whole", "Parts")] };
        var rows = Enumerable.Range(1, 40).Select(id => $$"""{"Id":{{id}},"Whole":{{41 - id}}}""").ToArray();

        Write([(parts, rows)], "p");
        Assert.Equal((1, 1), Run(most) is var proven ? (proven.Keys, proven.References) : default);
        Write([(parts, [.. rows, """{"Id":41,"Whole":42}"""])], "p");
        Assert.Equal("EFB1503", Assert.Throws<EfBackupException>(() => Run(most)).Code);
        Write([(parts, [.. rows, """{"Id":20,"Whole":null}"""])], "p");
        Assert.Equal("EFB1509", Assert.Throws<EfBackupException>(() => Run(most)).Code);
    }

    private static TableDescription Keyed(string key, string[] primaryKey, params ColumnDescription[] columns) => Files.Table(key, columns) with { PrimaryKey = primaryKey };

    private static TableDescription Orders() => Keyed("Orders", ["Id"], Files.Column("Id"), Files.Column("CustomerId")) with { ForeignKeys = [Key("CustomerId", "Customers")] };

    private static TableDescription Named() => Keyed("Named", ["Name"], Files.Column("Name", ValueKind.String, "TEXT"));

    private static TableDescription Naming()
        => Keyed("Naming", ["Id"], Files.Column("Id"), Files.Column("Name", ValueKind.String, "TEXT")) with
        {
            ForeignKeys = [new ForeignKeyDescription { Columns = ["Name"], References = "Named", ReferencedColumns = ["Name"] }],
        };

    private static ForeignKeyDescription Key(string column, string references) => new() { Columns = [column], References = references, ReferencedColumns = ["Id"] };

    private EfBackupException Refused(string code, params (TableDescription Table, string[] Rows)[] tables)
    {
        var error = Assert.Throws<EfBackupException>(() => Check(tables));
        Assert.Equal(code, error.Code);
        return error;
    }

    private ProvenFile Check(params (TableDescription Table, string[] Rows)[] tables) => Check(tables, "Microsoft.EntityFrameworkCore.Sqlite");

    private ProvenFile Check((TableDescription Table, string[] Rows)[] tables, string provider)
    {
        Write(tables, provider);
        return Run(KeySorter.MostInMemory);
    }

    private void Write((TableDescription Table, string[] Rows)[] tables, string provider)
    {
        var metadata = Files.Metadata(tables.Select(table => (table.Table, (long)table.Rows.Length))) with { Provider = provider };
        File.WriteAllBytes(_folder.At("test.json"), Files.Write(metadata, table => tables.First(pair => pair.Table.Key == table.Key).Rows.Select(Encoding.UTF8.GetBytes)));
    }

    private ProvenFile Run(int most)
    {
        using var sorter = new KeySorter(_folder.Path, most);
        return new KeyCheck(_folder.At("test.json"), passphrase: null, Progress.None, sorter).Run(CancellationToken.None);
    }
}
