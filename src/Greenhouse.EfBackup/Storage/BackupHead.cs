using System.Text.Json.Serialization;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Storage;

/// <summary>What a listing of backups needs to know of one: part of its metadata, and nothing of its rows, tables and columns.</summary>
internal sealed record BackupHead
{
    /// <summary>When the database was read (UTC).</summary>
    [JsonConverter(typeof(TimestampConverter))]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What the backup was taken for: one of <see cref="Reasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>The first of the migrations that were pending, where that was the reason.</summary>
    public string? Before { get; init; }

    public string? Description { get; init; }

    /// <summary>The full name of the context's type.</summary>
    public required string Context { get; init; }

    /// <summary>The EF Core provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The database's name.</summary>
    public required string Database { get; init; }

    /// <summary>The migrations that were applied, in order.</summary>
    public IReadOnlyList<string> Migrations { get; init; } = [];

    /// <summary>Rows of all tables.</summary>
    public required long Rows { get; init; }

    /// <summary>It holds some rows of its tables only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Partial { get; init; }

    /// <summary>The values of some columns are not those that the database had.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Masked { get; init; }

    public static BackupHead Of(BackupMetadata metadata)
        => new()
        {
            Timestamp = metadata.Timestamp,
            Reason = metadata.Reason,
            Before = metadata.Before,
            Description = metadata.Description,
            Context = metadata.Context,
            Provider = metadata.Provider,
            Database = metadata.Database,
            Migrations = metadata.Migrations,
            Rows = metadata.Statistics.Values.Sum(),
            Partial = metadata.Selection is not null,
            Masked = metadata.Masked.Count > 0,
        };
}
