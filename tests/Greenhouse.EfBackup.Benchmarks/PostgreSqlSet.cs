using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>Rows to measure with.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Context">The name of the context that maps them.</param>
/// <param name="Open">Makes the context.</param>
/// <param name="Tables">Their tables, quoted.</param>
/// <param name="Fill">The statements that make so many times the rows.</param>
internal sealed record PostgreSqlSet(string Title, string Context, Func<DbContext> Open, string[] Tables, Func<int, string> Fill)
{
    public static PostgreSqlSet Readings { get; } = new(
        $"{ReadingsContext.Customers:n0} customers and {ReadingsContext.Readings:n0} readings",
        nameof(PostgreSqlReadingsContext),
        () => new PostgreSqlReadingsContext(),
        ["\"Customers\"", "\"Readings\""],
        times => $"""
            INSERT INTO "Customers" ("Id", "Name", "City")
            SELECT i, 'Customer ' || i, CASE WHEN i % 3 <> 0 THEN 'City ' || (i % 100) END FROM generate_series(1, {ReadingsContext.Customers * times}) i;
            INSERT INTO "Readings" ("Id", "CustomerId", "TakenAt", "Temperature", "Humidity", "Note", "Flags")
            SELECT i, i % {ReadingsContext.Customers * times} + 1, to_timestamp(1600000000 + i::bigint * 13) + (101 + i % 9 * 100) * interval '1 millisecond',
                   (i::bigint * 37 % 4000) / 100.0 + 0.1, CASE WHEN i % 4 <> 0 THEN (i::bigint * 91 % 10000) / 100.0 END,
                   CASE WHEN i % 5 = 0 THEN 'note "' || i || '" ok' END, i % 7 FROM generate_series(1, {ReadingsContext.Readings * times}) i;
            SELECT setval(pg_get_serial_sequence('"Customers"', 'Id'), {ReadingsContext.Customers * times}), setval(pg_get_serial_sequence('"Readings"', 'Id'), {ReadingsContext.Readings * times});
            """);

    /// <summary>The keys are hashes, so that every run has the same rows in the same places.</summary>
    public static PostgreSqlSet Events { get; } = new(
        $"{EventsContext.Events:n0} events with random keys",
        nameof(EventsContext),
        () => new EventsContext(),
        ["\"Events\""],
        times => $$"""
            INSERT INTO "Events" ("Id", "OccurredAt", "Kind", "Version", "Amount", "Note", "Payload")
            SELECT md5('event ' || i)::uuid, to_timestamp(1700000000 + i * 0.731),
                   (ARRAY['order.placed', 'order.paid', 'order.shipped', 'customer.registered', 'stock.counted'])[i % 5 + 1], i % 11, (i::bigint * 7919 % 10000000) / 100.0,
                   CASE WHEN i % 3 <> 0 THEN 'Seen by ' || md5('note ' || i) || ' at the gate of greenhouse ' || i % 40 || ', nothing to report' END,
                   jsonb_build_object('source', 'sensor-' || i % 977, 'batch', i / 100, 'weight', i % 5000 / 10.0, 'tags', jsonb_build_array('a' || i % 7, 'b' || i % 13), 'checked', i % 2 = 0)
            FROM generate_series(1, {{EventsContext.Events * times}}) i;
            """);
}
