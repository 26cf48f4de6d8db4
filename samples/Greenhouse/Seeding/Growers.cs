using Greenhouse.Model;

namespace Greenhouse.Seeding;

/// <summary>The customers and their tunnels.</summary>
internal static class Growers
{
    private static readonly string[] Crops = ["Tomato 'Roma'", "Cucumber", "Sweet pepper", "Jalapeño", "Strawberry", "Lettuce", "Aubergine"];

    public static Customer[] Customers() =>
    [
        Customer(0, "Akdeniz Seracılık", "Atatürk Cad. 12", "Antalya", 250_000m),
        Customer(1, "Gärtnerei Müller & Söhne", "Hauptstraße 7", "Reichenau", 80_000m, "Invoices to the office, goods to the yard.\nRing twice."),
        Customer(2, "Huerta del Sol", "Camino Viejo 3", "El Ejido", 120_000m),
        Customer(3, "O'Brien Growers", "4 Mill Lane", "Skerries", 15_000m, "Says \"after ten\", means after ten."),
        Customer(4, "Kwekerij De Vries", "Westlandseweg 88", "Naaldwijk", 500_000m),
        Customer(5, "Serres du Val", "12 chemin des Prés", "Châteaurenard", 64_500.50m),
        Customer(6, "Ogrody Wiśniewski", "ul. Polna 5", "Kalisz", null),
        Customer(7, "緑の丘農園", "2-14 Midori", "Toyohashi", 90_000m),
        Customer(8, "Quinta da Ribeira", "Estrada Nova 21", "Odemira", 0m),
        Customer(9, "Old Nursery Ltd", "1 Station Road", "Evesham", null, "Closed since the flood. Tunnels let to nobody 🌧"),
    ];

    public static Tunnel[] Tunnels(Customer[] customers) =>
        [.. Enumerable.Range(0, 25).Select(i => Tunnel(i, customers[i % customers.Length], number: 1 + (i / customers.Length)))];

    private static Customer Customer(int i, string name, string address, string city, decimal? creditLimit, string? notes = null) => new()
    {
        Name = name,
        // Two customers have no mail and some no telephone: absent is a value too.
        Email = i is 3 or 9 ? null : $"office{i + 1}@growers.example",
        Phone = i % 3 == 2 ? null : $"+00 555 {1000 + (i * 37)}",
        Address = address,
        City = city,
        CreditLimit = creditLimit,
        CustomerSince = new DateOnly(2012 + i, 1 + i, 28 - i),
        IsActive = i != 9,
        Notes = notes,
    };

    private static Tunnel Tunnel(int i, Customer client, int number)
    {
        var planted = client.IsActive && i % 6 != 5;
        return new Tunnel
        {
            Name = $"Tunnel {number}",
            Client = client,
            Length = 30 + (i % 5 * 12.5),
            Width = i % 2 == 0 ? 8 : 9.6,
            Covering = (TunnelCovering)(i % 3),
            Crop = planted ? Crops[i % Crops.Length] : null,
            PlantedOn = planted ? SampleData.Today.AddDays(-10 - (i * 4)) : null,
        };
    }
}
