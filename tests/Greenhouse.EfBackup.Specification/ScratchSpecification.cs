using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>What is tried in a scratch database, of which nothing may stay.</summary>
public abstract class ScratchSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Rows = """
        INSERT INTO "Customers" ("Id", "Name", "Code") VALUES (1, 'Ada Lovelace', 'A1'), (2, 'Alan Turing', 'A2'), (3, 'Grace Hopper', NULL);
        INSERT INTO "Orders" ("Id", "CustomerId", "Total") VALUES (10, 1, 1500), (11, 1, 20), (12, 3, 0);
        INSERT INTO "Notes" ("Id", "Text") VALUES (1, 'kept until the third migration');
        """;

    /// <summary>Scratch databases that are there for one.</summary>
    protected abstract IReadOnlyList<string> Scratches(TestDatabase database);

    private protected void AssertGone(TestDatabase database) => Assert.Empty(Scratches(database));

    private protected TestDatabase Migrated(string migration, bool rows = true)
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, migration);
        if (rows)
        {
            database.Execute(Rows);
        }

        return database;
    }

    /// <summary>Somebody has taken the check constraint away, and put a row in that it would not have taken.</summary>
    private protected TestDatabase WithRefusedRow()
    {
        var database = Migrated(SchemaChain.First, rows: false);
        WithoutCheck(database);
        database.Execute(Rows.Replace("1500", "-1500", StringComparison.Ordinal));
        return database;
    }

    /// <summary>Makes the table of orders anew without its check constraint.</summary>
    private static void WithoutCheck(TestDatabase database)
        => database.Execute("""
            DROP TABLE "Orders";
            CREATE TABLE "Orders" ("Id" INTEGER NOT NULL CONSTRAINT "PK_Orders" PRIMARY KEY, "CustomerId" INTEGER NOT NULL, "Total" INTEGER NOT NULL,
                CONSTRAINT "FK_Orders_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE CASCADE);
            CREATE INDEX "IX_Orders_CustomerId" ON "Orders" ("CustomerId");
            """);

    private protected static void Migrate(TestDatabase database, string migration)
    {
        using var context = database.Open<SchemaChain.Context>();
        context.GetService<IMigrator>().Migrate(migration);
    }
}
