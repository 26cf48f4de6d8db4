using Greenhouse.EfBackup.Databases.Sqlite;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Tests.Databases.Sqlite;

public class SqliteKindsTests
{
    /// <summary>The table of https://www.sqlite.org/datatype3.html, section 3.1.1, and the notes below it.</summary>
    [Theory]
    [InlineData("INT", nameof(Affinity.Integer))]
    [InlineData("INTEGER", nameof(Affinity.Integer))]
    [InlineData("TINYINT", nameof(Affinity.Integer))]
    [InlineData("SMALLINT", nameof(Affinity.Integer))]
    [InlineData("MEDIUMINT", nameof(Affinity.Integer))]
    [InlineData("BIGINT", nameof(Affinity.Integer))]
    [InlineData("UNSIGNED BIG INT", nameof(Affinity.Integer))]
    [InlineData("INT2", nameof(Affinity.Integer))]
    [InlineData("INT8", nameof(Affinity.Integer))]
    [InlineData("CHARACTER(20)", nameof(Affinity.Text))]
    [InlineData("VARCHAR(255)", nameof(Affinity.Text))]
    [InlineData("VARYING CHARACTER(255)", nameof(Affinity.Text))]
    [InlineData("NCHAR(55)", nameof(Affinity.Text))]
    [InlineData("NATIVE CHARACTER(70)", nameof(Affinity.Text))]
    [InlineData("NVARCHAR(100)", nameof(Affinity.Text))]
    [InlineData("TEXT", nameof(Affinity.Text))]
    [InlineData("CLOB", nameof(Affinity.Text))]
    [InlineData("BLOB", nameof(Affinity.None))]
    [InlineData("", nameof(Affinity.None))]
    [InlineData("REAL", nameof(Affinity.Real))]
    [InlineData("DOUBLE", nameof(Affinity.Real))]
    [InlineData("DOUBLE PRECISION", nameof(Affinity.Real))]
    [InlineData("FLOAT", nameof(Affinity.Real))]
    [InlineData("NUMERIC", nameof(Affinity.Numeric))]
    [InlineData("DECIMAL(10,5)", nameof(Affinity.Numeric))]
    [InlineData("BOOLEAN", nameof(Affinity.Numeric))]
    [InlineData("DATE", nameof(Affinity.Numeric))]
    [InlineData("DATETIME", nameof(Affinity.Numeric))]
    [InlineData("FLOATING POINT", nameof(Affinity.Integer))] // "POINT" ends in "INT".
    [InlineData("STRING", nameof(Affinity.Numeric))]
    [InlineData("CHARINT", nameof(Affinity.Integer))]
    [InlineData("integer", nameof(Affinity.Integer))]
    [InlineData("Text", nameof(Affinity.Text))]
    public void A_declared_type_has_the_affinity_of_sqlites_own_table(string declared, string affinity)
    {
        Assert.Equal(Enum.Parse<Affinity>(affinity), SqliteKinds.AffinityOf(declared));
    }

    [Theory]
    [InlineData("TEXT", nameof(ValueKind.String))]
    [InlineData("INTEGER", nameof(ValueKind.Integer))]
    [InlineData("REAL", nameof(ValueKind.Double))]
    [InlineData("NUMERIC", nameof(ValueKind.Decimal))]
    [InlineData("BLOB", nameof(ValueKind.Binary))]
    public void A_column_that_no_model_knows_has_the_kind_of_its_affinity(string declared, string kind)
    {
        Assert.Equal(kind, SqliteKinds.Of(Column(declared), meaning: null).ToString());
    }

    [Theory]
    [InlineData(typeof(bool), "INTEGER", nameof(ValueKind.Boolean))]
    [InlineData(typeof(ulong), "INTEGER", nameof(ValueKind.Integer))]
    [InlineData(typeof(decimal), "TEXT", nameof(ValueKind.Decimal))]
    [InlineData(typeof(float), "REAL", nameof(ValueKind.Single))]
    [InlineData(typeof(char), "TEXT", nameof(ValueKind.String))]
    [InlineData(typeof(Guid), "TEXT", nameof(ValueKind.Guid))]
    [InlineData(typeof(Guid), "BLOB", nameof(ValueKind.Binary))]
    [InlineData(typeof(DateOnly), "TEXT", nameof(ValueKind.Date))]
    [InlineData(typeof(DateTimeOffset), "TEXT", nameof(ValueKind.Timestamp))]
    [InlineData(typeof(TimeSpan), "TEXT", nameof(ValueKind.Interval))]
    [InlineData(typeof(Version), "TEXT", nameof(ValueKind.String))]
    public void A_column_of_the_model_has_the_kind_of_its_provider_type(Type type, string declared, string kind)
    {
        Assert.Equal(kind, SqliteKinds.Of(Column(declared), new ColumnMeaning(type, IsJson: false)).ToString());
    }

    [Fact]
    public void A_container_of_owned_entities_is_json()
    {
        Assert.Equal(ValueKind.Json, SqliteKinds.Of(Column("TEXT"), new ColumnMeaning(typeof(string), IsJson: true)));
    }

    private static LiveColumn Column(string declared) => new() { Name = "c", StoreType = declared };
}
