using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Greenhouse.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class TunnelClients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "client_id",
                table: "tunnels",
                type: "integer",
                nullable: true);

            // A name that no customer has is a customer that nobody entered.
            migrationBuilder.Sql(
                """
                INSERT INTO customers (name, address, city, customer_since, is_active)
                SELECT DISTINCT client_name, '', '', DATE '2023-12-15', TRUE FROM tunnels
                WHERE client_name NOT IN (SELECT name FROM customers)
                ORDER BY client_name;
                """);

            migrationBuilder.Sql(
                "UPDATE tunnels SET client_id = (SELECT MIN(customers.id) FROM customers WHERE customers.name = tunnels.client_name);");

            migrationBuilder.DropIndex(
                name: "IX_tunnels_client_name_name",
                table: "tunnels");

            migrationBuilder.DropColumn(
                name: "client_name",
                table: "tunnels");

            migrationBuilder.AlterColumn<int>(
                name: "client_id",
                table: "tunnels",
                type: "integer",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_tunnels_client_id_name",
                table: "tunnels",
                columns: new[] { "client_id", "name" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_tunnels_customers_client_id",
                table: "tunnels",
                column: "client_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "client_name",
                table: "tunnels",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql(
                "UPDATE tunnels SET client_name = (SELECT customers.name FROM customers WHERE customers.id = tunnels.client_id);");

            migrationBuilder.DropForeignKey(
                name: "FK_tunnels_customers_client_id",
                table: "tunnels");

            migrationBuilder.DropIndex(
                name: "IX_tunnels_client_id_name",
                table: "tunnels");

            migrationBuilder.DropColumn(
                name: "client_id",
                table: "tunnels");

            migrationBuilder.CreateIndex(
                name: "IX_tunnels_client_name_name",
                table: "tunnels",
                columns: new[] { "client_name", "name" },
                unique: true);
        }
    }
}
