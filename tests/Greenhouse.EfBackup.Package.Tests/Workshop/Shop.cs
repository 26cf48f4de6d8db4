using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>The applications' database, made and read without any code of theirs or ours.</summary>
public sealed class Shop(string file)
{
    private const string Schema = """
        CREATE TABLE "Customers" ("Id" INTEGER NOT NULL CONSTRAINT "PK_Customers" PRIMARY KEY AUTOINCREMENT, "Name" TEXT NOT NULL);
        CREATE TABLE "Orders" ("Id" INTEGER NOT NULL CONSTRAINT "PK_Orders" PRIMARY KEY AUTOINCREMENT, "CustomerId" INTEGER NOT NULL, "Total" TEXT NOT NULL, "Note" TEXT NULL,
          CONSTRAINT "FK_Orders_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE CASCADE);
        CREATE INDEX "IX_Orders_CustomerId" ON "Orders" ("CustomerId");
        """;

    public string File { get; } = file;

    public string Connection => $"Data Source={File}";

    /// <summary>A new database of three customers and four orders.</summary>
    public static Shop Create(string file)
    {
        var shop = new Shop(file);
        shop.Execute(Schema);
        shop.Execute("""
            INSERT INTO "Customers" VALUES (1, 'Ada'), (2, 'Zoë "Z" 漢字'), (7, '');
            INSERT INTO "Orders" VALUES (1, 1, '12.50', NULL), (2, 1, '0.1', 'line' || char(10) || 'break'), (3, 2, '99999999999.99', '😀'), (9, 7, '-1.0', '');
            """);
        return shop;
    }

    /// <summary>A database whose reading and loading takes a while.</summary>
    public static Shop CreateLarge(string file)
    {
        var shop = new Shop(file);
        shop.Execute(Schema);
        shop.Execute("""
            INSERT INTO "Customers" VALUES (1, 'Ada');
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
            INSERT INTO "Orders" SELECT i, 1, i || '.50', 'old' || substr(hex(i * 7919), 1, 6) || '-' || printf('%0150d', i) FROM n;
            """);
        return shop;
    }

    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Every row of both tables, as text.</summary>
    public string[] Rows() =>
    [
        .. Query("""SELECT 'customer', "Id", quote("Name") FROM "Customers" ORDER BY "Id" """),
        .. Query("""SELECT 'order', "Id", "CustomerId", quote("Total"), quote("Note") FROM "Orders" ORDER BY "Id" """),
    ];

    /// <summary>A few figures that differ where rows do, for databases whose rows are too many to list.</summary>
    public string Figures()
    {
        Assert.Equal(["ok"], Query("PRAGMA integrity_check"));
        Assert.Empty(Query("PRAGMA foreign_key_check"));
        return Query("""SELECT count(*), sum("Id"), sum(length("Note")), min("Note"), max("Note") FROM "Orders" """).Single();
    }

    public string[] Query(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return [.. rows];
    }

    /// <summary>A connection outside of any pool, so that closing it lets the file go.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"{Connection};Pooling=False");
        connection.Open();
        return connection;
    }
}
