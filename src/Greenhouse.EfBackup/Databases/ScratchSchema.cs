using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Greenhouse.EfBackup.Databases;

/// <summary>Makes the application's tables in an empty database that the context works on.</summary>
internal static class ScratchSchema
{
    /// <param name="context">Its connection is closed.</param>
    /// <param name="migrations">The migrations to apply, in order; without any, the tables are made as the model has them.</param>
    public static async Task MakeAsync(DbContext context, IReadOnlyList<string> migrations, CancellationToken cancellation)
    {
        if (migrations.Count == 0)
        {
            await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(cancellation);
            return;
        }

        await context.Database.OpenConnectionAsync(cancellation);
        try
        {
            // Not by EF's migrator: it applies all migrations up to one, and seeds through today's model. Nor in a transaction: some commands take none.
            foreach (var sql in new MigrationCommands(context).Of([.. migrations.Select(id => (id, true))], first: true))
            {
                await using var command = context.Database.GetDbConnection().CreateCommand();
                command.CommandText = sql;
                command.CommandTimeout = 0;
                await command.ExecuteNonQueryAsync(cancellation);
            }
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }
}
