using Greenhouse.EfBackup.Specification;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

public sealed class BeforeMigrationTests : BeforeMigrationSpecification<PostgreSqlFixture>;

public sealed class BranchTests : BranchSpecification<PostgreSqlFixture>;

public sealed class ConcurrencyTests : ConcurrencySpecification<PostgreSqlFixture>;

public sealed class DanglingTests : DanglingSpecification<PostgreSqlFixture>;

public sealed class DatabaseFirstTests : DatabaseFirstSpecification<PostgreSqlFixture>;

public sealed class DifferencesTests : DifferencesSpecification<PostgreSqlFixture>;

public sealed class EncryptionTests : EncryptionSpecification<PostgreSqlCreatorFixture>;

public sealed class GeneratedValuesTests : GeneratedValuesSpecification<PostgreSqlFixture>;

public sealed class HostileFileTests : HostileFileSpecification<PostgreSqlFixture>;

public sealed class InheritanceTests : InheritanceSpecification<PostgreSqlFixture>;

public sealed class JsonTests : JsonSpecification<PostgreSqlFixture>;

public sealed class KeysTests : KeysSpecification<PostgreSqlFixture>;

public sealed class LibraryTests : LibrarySpecification<PostgreSqlFixture>;

public sealed class LibraryConnectionsTests : LibraryConnectionsSpecification<PostgreSqlFixture>;

public sealed class LibraryStreamsTests : LibraryStreamsSpecification<PostgreSqlFixture>;

public sealed class ManyToManyTests : ManyToManySpecification<PostgreSqlFixture>;

public sealed class MappingTests : MappingSpecification<PostgreSqlFixture>;

public sealed class MaskingTests : MaskingSpecification<PostgreSqlFixture>;

public sealed class MaskConstantTests : MaskConstantSpecification<PostgreSqlFixture>;

public sealed class MergeForecastTests : MergeForecastSpecification<PostgreSqlFixture>;

public sealed class MergeRefusalsTests : MergeRefusalsSpecification<PostgreSqlFixture>;

public sealed class MergeTests : MergeSpecification<PostgreSqlFixture>;

public sealed class MigrationsTests : MigrationsSpecification<PostgreSqlFixture>;

public sealed class MigrateTests : MigrateSpecification<PostgreSqlFixture>;

public sealed class MigratingTests : SchemaSpecification<PostgreSqlFixture>;

public sealed class OneWayTests : OneWaySpecification<PostgreSqlFixture>;

public sealed class NamesTests : NamesSpecification<PostgreSqlFixture>;

public sealed class OlderSchemaTests : OlderSchemaSpecification<PostgreSqlFixture>;

public sealed class OwnershipTests : OwnershipSpecification<PostgreSqlFixture>;

public sealed class RandomDatabasesTests : RandomDatabasesSpecification<PostgreSqlFixture>
{
    protected override int Count => 12;
}

public sealed class ReferencesTests : ReferencesSpecification<PostgreSqlFixture>;

public sealed class RefusalsTests : RefusalsSpecification<PostgreSqlFixture>;

public sealed class RehearsalTests : RehearsalSpecification<PostgreSqlCreatorFixture>
{
    protected override IReadOnlyList<string> Scratches(TestDatabase database) => ((PostgreSqlTestDatabase)database).Scratches;
}

public sealed class RestoringTests : RestoringSpecification<PostgreSqlFixture>;

public sealed class SeedFileTests : SeedFileSpecification<PostgreSqlFixture>;

public sealed class SeedWritingTests : SeedWritingSpecification<PostgreSqlFixture>;

#if EFCORE9_OR_GREATER
public sealed class SeedingTests : SeedingSpecification<PostgreSqlFixture>;
#endif

public sealed class SeedTests : SeedSpecification<PostgreSqlFixture>;

public sealed class SizesTests : SizesSpecification<PostgreSqlFixture>;

public sealed class SnapshotMigratorTests : SnapshotMigratorSpecification<PostgreSqlFixture>
{
    protected override string Stripped(string connectionString) => new Npgsql.NpgsqlConnectionStringBuilder(connectionString) { Password = null }.ConnectionString;
}

public sealed class SnapshotRehearsalTests : SnapshotRehearsalSpecification<PostgreSqlCreatorFixture>
{
    protected override IReadOnlyList<string> Scratches(TestDatabase database) => ((PostgreSqlTestDatabase)database).Scratches;
}

public sealed class SubsetTests : SubsetSpecification<PostgreSqlFixture>;

public sealed class TypesTests : TypesSpecification<PostgreSqlFixture>;

public sealed class UnmappedTablesTests : UnmappedTablesSpecification<PostgreSqlFixture>;
