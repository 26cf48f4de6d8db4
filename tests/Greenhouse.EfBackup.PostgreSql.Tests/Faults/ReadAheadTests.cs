using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Databases.PostgreSql.Reading;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>A disk that takes rows more slowly than the server gives them: readers wait for it, and what they hold meanwhile does not grow.</summary>
public sealed class ReadAheadTests : FaultTest
{
    private const int Readers = 3;
    private const int MostChunks = ((Readers + PostgreSqlReading.RangesAhead) * PostgreSqlReading.ChunksAhead) + Readers;

    /// <summary>Ranges that fill what a reader may hold of one, and such as end before.</summary>
    /// <param name="waitsIn">What the server says of a connection whose reader does not go on.</param>
    [Theory]
    [InlineData(100_000, GardenModel.WideNote, "ClientWrite")]
    [InlineData(300_000, 100, "ClientRead")]
    public async Task Readers_hold_no_more_than_their_chunks(int readings, int note, string waitsIn)
    {
        var database = CreateGarden(readings, note);
        await using var context = database.Open<GardenModel.Context>();
        await using var opened = await SupportedDatabases.OpenAsync(context, DatabaseSettings.Default with { Readers = Readers }, default);
        await using var snapshot = await opened.OpenSnapshotAsync(default);
        var tables = (await Survey.TakeAsync(context, opened, snapshot, new TableSelection(["Readings"], [], AllTables: false), sequences: false, default)).Catalog.Tables;
        var pool = new BytePool();
        var taken = 0;
        var sink = new RowSink(_ => { }, take: chunk =>
        {
            if (taken++ == 0)
            {
                // Where ranges end early, two readers may have taken all that may be begun: the third waits too, and has copied nothing. No chunk is made from one look to the next.
                var waiting = $"SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND wait_event = '{waitsIn}' AND pid <> pg_backend_pid()";
                var made = 0;
                Until(() => database.Query(waiting).Count == Readers && made == (made = pool.Made), "no reader goes on");
                Assert.InRange(pool.Made, Readers, MostChunks);
            }

            pool.Return(chunk.Bytes);
        });

        await using (var rows = await snapshot.BeginReadingAsync(tables, pool, default))
        {
            await rows.ReadNextAsync(sink, default);
        }

        Assert.Equal(readings, sink.Rows);
        Assert.InRange(pool.Made, Readers, MostChunks);
        Assert.True(taken > MostChunks, "There was not more to hold.");
    }
}
