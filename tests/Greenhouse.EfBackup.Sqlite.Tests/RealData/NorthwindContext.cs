using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Sqlite.Tests.RealData;

/// <summary>The trader of jpwhite3/northwind-SQLite3: thirteen tables, one entity each.</summary>
internal sealed class NorthwindContext(DbContextOptions<NorthwindContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Category>().ToTable("Categories").HasKey(row => row.CategoryID);
        modelBuilder.Entity<CustomerCustomerDemo>().ToTable("CustomerCustomerDemo").HasKey(row => new { row.CustomerID, row.CustomerTypeID });
        modelBuilder.Entity<CustomerCustomerDemo>().HasOne<CustomerDemographic>().WithMany().HasForeignKey(row => row.CustomerTypeID);
        modelBuilder.Entity<CustomerCustomerDemo>().HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerID);
        modelBuilder.Entity<CustomerDemographic>().ToTable("CustomerDemographics").HasKey(row => row.CustomerTypeID);
        modelBuilder.Entity<Customer>().ToTable("Customers").HasKey(row => row.CustomerID);
        modelBuilder.Entity<EmployeeTerritory>().ToTable("EmployeeTerritories").HasKey(row => new { row.EmployeeID, row.TerritoryID });
        modelBuilder.Entity<EmployeeTerritory>().HasOne<Territory>().WithMany().HasForeignKey(row => row.TerritoryID);
        modelBuilder.Entity<EmployeeTerritory>().HasOne<Employee>().WithMany().HasForeignKey(row => row.EmployeeID);
        modelBuilder.Entity<Employee>().ToTable("Employees").HasKey(row => row.EmployeeID);
        modelBuilder.Entity<Employee>().HasOne<Employee>().WithMany().HasForeignKey(row => row.ReportsTo);
        modelBuilder.Entity<OrderDetail>().ToTable("Order Details").HasKey(row => new { row.OrderID, row.ProductID });
        modelBuilder.Entity<OrderDetail>().HasOne<Product>().WithMany().HasForeignKey(row => row.ProductID);
        modelBuilder.Entity<OrderDetail>().HasOne<Order>().WithMany().HasForeignKey(row => row.OrderID);
        modelBuilder.Entity<Order>().ToTable("Orders").HasKey(row => row.OrderID);
        modelBuilder.Entity<Order>().HasOne<Shipper>().WithMany().HasForeignKey(row => row.ShipVia);
        modelBuilder.Entity<Order>().HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerID);
        modelBuilder.Entity<Order>().HasOne<Employee>().WithMany().HasForeignKey(row => row.EmployeeID);
        modelBuilder.Entity<Product>().ToTable("Products").HasKey(row => row.ProductID);
        modelBuilder.Entity<Product>().HasOne<Supplier>().WithMany().HasForeignKey(row => row.SupplierID);
        modelBuilder.Entity<Product>().HasOne<Category>().WithMany().HasForeignKey(row => row.CategoryID);
        modelBuilder.Entity<Region>().ToTable("Regions").HasKey(row => row.RegionID);
        modelBuilder.Entity<Shipper>().ToTable("Shippers").HasKey(row => row.ShipperID);
        modelBuilder.Entity<Supplier>().ToTable("Suppliers").HasKey(row => row.SupplierID);
        modelBuilder.Entity<Territory>().ToTable("Territories").HasKey(row => row.TerritoryID);
        modelBuilder.Entity<Territory>().HasOne<Region>().WithMany().HasForeignKey(row => row.RegionID);
    }

    internal sealed class Category
    {
        public long CategoryID { get; set; }

        public string? CategoryName { get; set; }

        public string? Description { get; set; }

        public byte[]? Picture { get; set; }
    }

    internal sealed class CustomerCustomerDemo
    {
        public string CustomerID { get; set; } = "";

        public string CustomerTypeID { get; set; } = "";
    }

    internal sealed class CustomerDemographic
    {
        public string CustomerTypeID { get; set; } = "";

        public string? CustomerDesc { get; set; }
    }

    internal sealed class Customer
    {
        public string CustomerID { get; set; } = "";

        public string? CompanyName { get; set; }

        public string? ContactName { get; set; }

        public string? ContactTitle { get; set; }

        public string? Address { get; set; }

        public string? City { get; set; }

        public string? Region { get; set; }

        public string? PostalCode { get; set; }

        public string? Country { get; set; }

        public string? Phone { get; set; }

        public string? Fax { get; set; }
    }

    internal sealed class EmployeeTerritory
    {
        public long EmployeeID { get; set; }

        public string TerritoryID { get; set; } = "";
    }

    internal sealed class Employee
    {
        public long EmployeeID { get; set; }

        public string? LastName { get; set; }

        public string? FirstName { get; set; }

        public string? Title { get; set; }

        public string? TitleOfCourtesy { get; set; }

        public DateOnly? BirthDate { get; set; }

        public DateOnly? HireDate { get; set; }

        public string? Address { get; set; }

        public string? City { get; set; }

        public string? Region { get; set; }

        public string? PostalCode { get; set; }

        public string? Country { get; set; }

        public string? HomePhone { get; set; }

        public string? Extension { get; set; }

        public byte[]? Photo { get; set; }

        public string? Notes { get; set; }

        public long? ReportsTo { get; set; }

        public string? PhotoPath { get; set; }
    }

    internal sealed class OrderDetail
    {
        public long OrderID { get; set; }

        public long ProductID { get; set; }

        public decimal UnitPrice { get; set; }

        public long Quantity { get; set; }

        public double Discount { get; set; }
    }

    internal sealed class Order
    {
        public long OrderID { get; set; }

        public string? CustomerID { get; set; }

        public long? EmployeeID { get; set; }

        public DateTime? OrderDate { get; set; }

        public DateTime? RequiredDate { get; set; }

        public DateTime? ShippedDate { get; set; }

        public long? ShipVia { get; set; }

        public decimal? Freight { get; set; }

        public string? ShipName { get; set; }

        public string? ShipAddress { get; set; }

        public string? ShipCity { get; set; }

        public string? ShipRegion { get; set; }

        public string? ShipPostalCode { get; set; }

        public string? ShipCountry { get; set; }
    }

    internal sealed class Product
    {
        public long ProductID { get; set; }

        public string ProductName { get; set; } = "";

        public long? SupplierID { get; set; }

        public long? CategoryID { get; set; }

        public string? QuantityPerUnit { get; set; }

        public decimal? UnitPrice { get; set; }

        public long? UnitsInStock { get; set; }

        public long? UnitsOnOrder { get; set; }

        public long? ReorderLevel { get; set; }

        public string Discontinued { get; set; } = "";
    }

    internal sealed class Region
    {
        public long RegionID { get; set; }

        public string RegionDescription { get; set; } = "";
    }

    internal sealed class Shipper
    {
        public long ShipperID { get; set; }

        public string CompanyName { get; set; } = "";

        public string? Phone { get; set; }
    }

    internal sealed class Supplier
    {
        public long SupplierID { get; set; }

        public string CompanyName { get; set; } = "";

        public string? ContactName { get; set; }

        public string? ContactTitle { get; set; }

        public string? Address { get; set; }

        public string? City { get; set; }

        public string? Region { get; set; }

        public string? PostalCode { get; set; }

        public string? Country { get; set; }

        public string? Phone { get; set; }

        public string? Fax { get; set; }

        public string? HomePage { get; set; }
    }

    internal sealed class Territory
    {
        public string TerritoryID { get; set; } = "";

        public string TerritoryDescription { get; set; } = "";

        public long RegionID { get; set; }
    }
}
