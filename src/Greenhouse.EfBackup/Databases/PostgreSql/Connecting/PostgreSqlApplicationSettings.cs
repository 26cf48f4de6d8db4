namespace Greenhouse.EfBackup.Databases.PostgreSql.Connecting;

/// <summary>
/// The settings by which statements mean one thing or another. Rows are read with ours; migrations run with the application's: what has no time zone is taken
/// for the session's where a column gets one.
/// </summary>
internal sealed class PostgreSqlApplicationSettings
{
    private static readonly string[] _names =
    [
        "TimeZone", "DateStyle", "IntervalStyle", "extra_float_digits", "bytea_output", "lc_monetary", "xmloption", "row_security", "array_nulls", "quote_all_identifiers", "default_tablespace",
    ];

    private readonly string _sql;

    private PostgreSqlApplicationSettings(string sql) => _sql = sql;

    /// <summary>Those that hold now.</summary>
    public static async Task<PostgreSqlApplicationSettings> ReadAsync(PostgreSqlSession session, CancellationToken cancellation)
    {
        var settings = await session.QueryAsync($"SELECT {string.Join(" || '; ' || ", _names.Select(name => $"format('SET LOCAL {name} = %L', current_setting('{name}'))"))}", row => row.GetString(0), cancellation);
        return new PostgreSqlApplicationSettings(settings[0]);
    }

    public Task SetAsync(PostgreSqlSession session, CancellationToken cancellation) => session.ExecuteAsync(_sql, cancellation);
}
