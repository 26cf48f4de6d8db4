using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tests.Format;

/// <summary>Files written by hand from FORMAT.md, their hashes by sha256sum.</summary>
public class GoldenFileTests
{
    public static TheoryData<string> Archives => [.. Directory.GetFiles(Files.Archive("format-1")).Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Archives))]
    public void Our_reader_and_the_one_written_from_the_specification_agree(string archive)
    {
        var file = Files.ReadArchive($"format-1/{archive}");

        var (metadata, tables) = Files.Read(file);

        var independent = IndependentReader.Read(file);
        Assert.Equal(independent.Tables.Select(table => (table.Key, table.Rows)), tables.Select(table => (table.Key, table.Rows)));
        Assert.All(independent.Tables.Zip(tables), pair => Assert.Equal(pair.First.Lines, pair.Second.Lines));
        Assert.Equal(independent.Metadata.GetProperty("version").GetString(), metadata.Version);
        Assert.Equal(independent.Metadata.GetProperty("reason").GetString(), metadata.Reason);
        Assert.Equal(independent.Metadata.GetProperty("timestamp").GetString(), metadata.Timestamp.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", null));
        Assert.Equal(
            independent.Metadata.GetProperty("tables").EnumerateArray().SelectMany(table => table.GetProperty("columns").EnumerateArray().Select(column => (column.GetProperty("name").GetString(), column.GetProperty("kind").GetString()))),
            metadata.Tables.SelectMany(table => table.Columns.Select(column => ((string?)column.Name, (string?)column.Kind.ToString().ToLowerInvariant()))));
    }

    [Fact]
    public void Every_kind_of_the_format_stands_in_a_golden_file()
    {
        var (metadata, _) = Files.Read(Files.ReadArchive("format-1/kinds.json"));

        Assert.Equal(Enum.GetValues<ValueKind>().Order(), metadata.Tables[0].Columns.Select(column => column.Kind).Distinct().Order());
    }

    [Fact]
    public void The_metadata_of_a_hand_written_file_is_read_in_full()
    {
        var (metadata, _) = Files.Read(Files.ReadArchive("format-1/shop.json"));

        Assert.Equal("Before the \"big\" move\nof the Zoë family", metadata.Description);
        Assert.Equal(["20231101090000_Initial", "20231215090000_Orders"], metadata.Migrations);
        Assert.Equal([new("users", 3), new("audit", 0), new("sales.orders", 1)], metadata.Statistics);
        Assert.Equal([new SequenceDescription("users", 42)], metadata.Sequences);
        Assert.Equal(["scratch"], metadata.LeftOut);
        Assert.Equal(["id", "the \"name\"", "active"], metadata.Tables[0].StoredColumns.Select(column => column.Name));
        Assert.Equal(("orders", "sales"), (metadata.Tables[2].Name, metadata.Tables[2].Schema));
        Assert.Equal(("users", "CASCADE"), (metadata.Tables[2].ForeignKeys[0].References, metadata.Tables[2].ForeignKeys[0].OnDelete));
    }

    [Fact]
    public void Our_writer_writes_the_bytes_of_the_hand_written_file()
    {
        var metadata = ShopMetadata();

        var written = Files.Write(metadata, Rows);

        // As text first: a difference is then readable.
        Assert.Equal(Encoding.UTF8.GetString(Files.ReadArchive("format-1/shop.json")), Encoding.UTF8.GetString(written));
        Assert.Equal(Files.ReadArchive("format-1/shop.json"), written);
    }

    private static IEnumerable<byte[]> Rows(TableDescription table) => table.Key switch
    {
        "users" =>
        [
            User(-1, buffer => buffer.WriteQuoted("Zoë \"the\" \\ \b\f\n\r\t\0\u001f 😀/"u8), "true"u8),
            User(2, buffer => buffer.WriteRaw("null"u8), "false"u8),
            User(long.MaxValue, buffer => buffer.WriteQuoted(""u8), "{\"$integer\":2}"u8),
        ],
        "audit" => [],
        _ => ["{\"user_id\":2,\"total\":12.50}"u8.ToArray()],
    };

    private static byte[] User(long id, Action<RowBuffer> name, ReadOnlySpan<byte> active)
    {
        var labels = RowReader.Labels(ShopMetadata().Tables[0]);
        var buffer = new RowBuffer();
        buffer.WriteRaw(labels[0]);
        buffer.WriteInteger(id);
        buffer.WriteRaw(labels[1]);
        name(buffer);
        buffer.WriteRaw(labels[2]);
        buffer.WriteRaw(active);
        buffer.WriteByte((byte)'}');
        return buffer.Written.ToArray();
    }

    private static BackupMetadata ShopMetadata() => new()
    {
        Format = 1,
        Version = "1.0.0",
        Timestamp = new DateTimeOffset(2024, 3, 1, 1, 59, 59, 7, TimeSpan.FromHours(2)),
        Description = "Before the \"big\" move\nof the Zoë family",
        Reason = Reasons.Manual,
        Context = "Shop.ShopContext",
        Provider = "Microsoft.EntityFrameworkCore.Sqlite",
        Database = "shop.db",
        Migrations = ["20231101090000_Initial", "20231215090000_Orders"],
        Statistics = new Dictionary<string, long> { ["users"] = 3, ["audit"] = 0, ["sales.orders"] = 1 },
        Tables = [Users(), Files.Table("audit", Files.Column("at", ValueKind.Timestamp, "TEXT")), Orders()],
        Sequences = [new SequenceDescription("users", 42)],
        LeftOut = ["scratch"],
    };

    private static TableDescription Users() => new()
    {
        Key = "users",
        Name = "users",
        Columns =
        [
            Files.Column("id"),
            new ColumnDescription { Name = "the \"name\"", StoreType = "TEXT", Kind = ValueKind.String, Nullable = true, Default = "'nobody'" },
            new ColumnDescription { Name = "shout", StoreType = "TEXT", Kind = ValueKind.String, Generated = true },
            Files.Column("active", ValueKind.Boolean),
        ],
        PrimaryKey = ["id"],
        Indexes =
        [
            new IndexDescription
            {
                Name = "ix_users_name",
                Columns = ["the \"name\"", "(expression)"],
                Unique = true,
                Definition = "CREATE UNIQUE INDEX ix_users_name ON users (\"the \"\"name\"\"\", lower(shout))",
            },
        ],
        Entities = ["User"],
    };

    private static TableDescription Orders() => new()
    {
        Key = "sales.orders",
        Name = "orders",
        Schema = "sales",
        Columns = [Files.Column("user_id"), Files.Column("total", ValueKind.Decimal, "TEXT")],
        PrimaryKey = ["user_id"],
        ForeignKeys = [new ForeignKeyDescription { Name = "fk_orders_users", Columns = ["user_id"], References = "users", ReferencedColumns = ["id"], OnDelete = "CASCADE" }],
        Entities = ["Order", "SpecialOrder"],
    };
}
