using System.Text.Json;
using System.Text.Json.Serialization;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Format;

/// <summary>The head of a backup file: where it comes from and what its rows mean.</summary>
internal sealed record BackupMetadata
{
    /// <summary>The version of the format, first in the file so that any reader finds it.</summary>
    public required int Format { get; init; }

    /// <summary>The version of Greenhouse.EfBackup that wrote the file.</summary>
    public required string Version { get; init; }

    /// <summary>When the database was read (UTC, milliseconds).</summary>
    [JsonConverter(typeof(TimestampConverter))]
    public required DateTimeOffset Timestamp { get; init; }

    public string? Description { get; init; }

    /// <summary>What the backup was taken for: one of <see cref="Reasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>The first of the migrations that were pending, where that was the reason.</summary>
    public string? Before { get; init; }

    /// <summary>The full name of the context's type.</summary>
    public required string Context { get; init; }

    /// <summary>The EF Core provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The database's name: information, never a place to read from.</summary>
    public required string Database { get; init; }

    /// <summary>The migrations that were applied, in order.</summary>
    public IReadOnlyList<string> Migrations { get; init; } = [];

    /// <summary>Rows a table, in load order.</summary>
    public required IReadOnlyDictionary<string, long> Statistics { get; init; }

    /// <summary>The tables, in load order.</summary>
    public required IReadOnlyList<TableDescription> Tables { get; init; }

    public IReadOnlyList<SequenceDescription> Sequences { get; init; } = [];

    /// <summary>Tables of the database that the file does not hold.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Which rows the file holds; null where it holds all of its tables'.</summary>
    public SelectedRows? Selection { get; init; }

    /// <summary>The columns whose values are not the database's own: <c>Users.Email (email)</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Masked => [.. Tables.SelectMany(table => table.Columns.Where(column => column.Mask is not null).Select(column => $"{table.Key}.{column.Name} ({column.Mask})"))];
}

/// <summary>UTC with milliseconds and a Z, as the file names have it.</summary>
internal sealed class TimestampConverter : JsonConverter<DateTimeOffset>
{
    public const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.UtcDateTime.ToString(Form, System.Globalization.CultureInfo.InvariantCulture));
}
