using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Rows of a seed in a SQLite file. Values are stored as its driver spells them, so that EF's queries find them.</summary>
internal sealed class SqliteSeedStore : SqlSeedStore
{
    private const int Constraint = 19;
    private const int Mismatch = 20;

    // As the driver writes a decimal: what EF compares with in a column of text.
    private const string DecimalForm = "0.0###########################";
    private readonly SqliteConnection _connection;

    private SqliteSeedStore(DbContext context)
        : base(context) => _connection = (SqliteConnection)context.Database.GetDbConnection();

    public override string Name => Path.GetFileName(_connection.DataSource) is { Length: > 0 } file ? file : _connection.DataSource;

    public override StringComparer Names => SqliteNameComparer.Instance;

    /// <summary>Opens the file that the context names; a missing one is an error and never made.</summary>
    public static async Task<ISeedStore> OpenAsync(DbContext context, CancellationToken cancellation)
    {
        var store = new SqliteSeedStore(context);
        if (store._connection.State == ConnectionState.Closed && !await store.GuardAsync(() => context.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellation), cancellation))
        {
            throw new EfBackupException(ErrorCode.DatabaseNotFound, $"the database {store.Name} is not there", "seed it after EnsureCreated or Migrate");
        }

        await store.OpenAsync(cancellation);
        return store;
    }

    public override Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation)
        => GuardAsync(() => Task.FromResult(SqliteCatalog.Read(_connection)), cancellation);

    public override ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning) => SqliteKinds.Of(column, meaning);

    /// <summary>An alias of the row's id (https://www.sqlite.org/lang_createtable.html#rowid).</summary>
    public override bool Generates(TableDescription table, ColumnDescription column)
        => table.PrimaryKey is [var key] && SqliteNameComparer.Instance.Equals(key, column.Name) && string.Equals(column.StoreType, "INTEGER", StringComparison.OrdinalIgnoreCase);

    protected override Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard(
            Name,
            () =>
            {
                try
                {
                    return action().GetAwaiter().GetResult();
                }
                catch (SqliteException exception) when (exception.SqliteErrorCode is Constraint or Mismatch)
                {
                    throw new SeedRefusedException(exception.Message, exception);
                }
            },
            cancellation));

    protected override string Quote(string name) => SqliteNames.Quote(name);

    protected override string Table(TableDescription table) => SqliteNames.Quote(table.Name);

    protected override string Selected(ColumnDescription column) => SqliteNames.Quote(column.Name);

    protected override SeedValue Read(object given) => SeedValue.Stored(given);

    protected override string Bind(DbCommand command, SeedCell cell)
    {
        var name = $"${command.Parameters.Count + 1}";
        command.Parameters.Add(new SqliteParameter(name, Value(cell)));
        // Text that is no UTF-8 has no other way in than its bytes.
        return cell.Value is { Form: SeedForm.Raw, Mark: "$utf8" } ? $"CAST({name} AS TEXT)" : name;
    }

    /// <summary>By the column's collation, as its indexes are.</summary>
    protected override string Matches(SeedCell cell, string parameter) => $"{Quote(cell.Column.Name)} = {parameter}";

    protected override string Differs(SeedCell cell, string parameter) => $"{Quote(cell.Column.Name)} IS NOT {parameter} COLLATE BINARY";

    private static object Value(SeedCell cell)
        => cell.Value.Form switch
        {
            SeedForm.Null => DBNull.Value,
            SeedForm.Stored => cell.Value.Given!,
            SeedForm.Document => cell.Value.Text,
            SeedForm.Raw when EndlessTime.TextOf(Encoding.UTF8.GetBytes($"{{\"{cell.Value.Mark}\":\"{cell.Value.Text}\"}}"), cell.Column.Kind) is { IsEmpty: false } end => Spelled(cell.Column.Kind, Encoding.ASCII.GetString(end)),
            SeedForm.Raw => Raw(cell),
            _ => Canonical(cell.Column, cell.Value.Text),
        };

    private static object Canonical(ColumnDescription column, string text)
        => column.Kind switch
        {
            ValueKind.Boolean => text == "true" ? 1L : 0L,
            ValueKind.Integer => long.Parse(text, CultureInfo.InvariantCulture),
            ValueKind.Double => double.Parse(text, CultureInfo.InvariantCulture),
            ValueKind.Single => (double)float.Parse(text, CultureInfo.InvariantCulture),
            ValueKind.Decimal => Decimal(column, text),
            ValueKind.Binary => Convert.FromBase64String(text),
            ValueKind.String or ValueKind.Text or ValueKind.Json => text,
            _ => Spelled(column.Kind, text),
        };

    private static object Decimal(ColumnDescription column, string text)
        => SqliteKinds.AffinityOf(column.StoreType) is not (Affinity.Text or Affinity.None) ? long.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? whole : double.Parse(text, CultureInfo.InvariantCulture)
            // What no decimal of .NET holds stays as it is.
            : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number.ToString(DecimalForm, CultureInfo.InvariantCulture)
            : text;

    private static string Spelled(ValueKind kind, string text)
    {
        Span<byte> stored = stackalloc byte[SqliteSpelling.MaxLength];
        var length = SqliteSpelling.ToStored(kind, Encoding.UTF8.GetBytes(text), stored);
        return length >= 0 ? Encoding.UTF8.GetString(stored[..length]) : throw new SeedRefusedException($"'{text}' is not {ValueKindConverter.NameOf(kind)}");
    }

    private static object Raw(SeedCell cell)
        => cell.Value switch
        {
            { Mark: "$text", Text: var text } => text,
            { Mark: "$integer", Text: var text } when long.TryParse(text, CultureInfo.InvariantCulture, out var integer) => integer,
            { Mark: "$real", Text: var text } when double.TryParse(text, CultureInfo.InvariantCulture, out var real) => real,
            { Mark: "$blob" or "$utf8", Text: var text } when FromBase64(text) is { } bytes => bytes,
            { Mark: "$blob" or "$utf8", Text: var text } => throw new SeedRefusedException($"{cell.Column.Name} has '{text}', which is no base64"),
            { Mark: "$integer" or "$real", Text: var text } => throw new SeedRefusedException($"{cell.Column.Name} has '{text}', which is no number"),
            var other => throw new SeedRefusedException($"{cell.Column.Name} can't take a value marked {other.Mark}"),
        };
    /// <returns>Null for what is none.</returns>
    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
