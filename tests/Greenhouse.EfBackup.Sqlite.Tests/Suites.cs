using Greenhouse.EfBackup.Specification;

namespace Greenhouse.EfBackup.Sqlite.Tests;

public sealed class BeforeMigrationTests : BeforeMigrationSpecification<SqliteFixture>;

public sealed class BranchTests : BranchSpecification<SqliteFixture>;

public sealed class ConcurrencyTests : ConcurrencySpecification<SqliteFixture>;

public sealed class DanglingTests : DanglingSpecification<SqliteFixture>;

public sealed class DatabaseFirstTests : DatabaseFirstSpecification<SqliteFixture>;

public sealed class DifferencesTests : DifferencesSpecification<SqliteFixture>;

public sealed class EncryptionTests : EncryptionSpecification<SqliteFixture>;

public sealed class GeneratedValuesTests : GeneratedValuesSpecification<SqliteFixture>;

public sealed class HostileFileTests : HostileFileSpecification<SqliteFixture>;

public sealed class InheritanceTests : InheritanceSpecification<SqliteFixture>;

public sealed class JsonTests : JsonSpecification<SqliteFixture>;

public sealed class KeysTests : KeysSpecification<SqliteFixture>;

public sealed class LibraryTests : LibrarySpecification<SqliteFixture>;

public sealed class LibraryConnectionsTests : LibraryConnectionsSpecification<SqliteFixture>;

public sealed class LibraryStreamsTests : LibraryStreamsSpecification<SqliteFixture>;

public sealed class ManyToManyTests : ManyToManySpecification<SqliteFixture>;

public sealed class MappingTests : MappingSpecification<SqliteFixture>;

public sealed class MaskingTests : MaskingSpecification<SqliteFixture>;

public sealed class MaskConstantTests : MaskConstantSpecification<SqliteFixture>;

public sealed class MergeForecastTests : MergeForecastSpecification<SqliteFixture>;

public sealed class MergeRefusalsTests : MergeRefusalsSpecification<SqliteFixture>;

public sealed class MergeTests : MergeSpecification<SqliteFixture>;

public sealed class MigrationsTests : MigrationsSpecification<SqliteFixture>;

public sealed class MigrateTests : MigrateSpecification<SqliteFixture>;

public sealed class MigratingTests : SchemaSpecification<SqliteFixture>;

public sealed class OneWayTests : OneWaySpecification<SqliteFixture>;

public sealed class NamesTests : NamesSpecification<SqliteFixture>;

public sealed class OlderSchemaTests : OlderSchemaSpecification<SqliteFixture>;

public sealed class OwnershipTests : OwnershipSpecification<SqliteFixture>;

public sealed class RandomDatabasesTests : RandomDatabasesSpecification<SqliteFixture>
{
    protected override int Count => 50;
}

public sealed class ReferencesTests : ReferencesSpecification<SqliteFixture>;

public sealed class RefusalsTests : RefusalsSpecification<SqliteFixture>;

public sealed class RehearsalTests : RehearsalSpecification<SqliteFixture>
{
    protected override IReadOnlyList<string> Scratches(TestDatabase database) => [.. Directory.EnumerateDirectories(Fixture.Folder, ".rehearsal-*", SearchOption.AllDirectories)];
}

public sealed class RestoringTests : RestoringSpecification<SqliteFixture>;

public sealed class SeedFileTests : SeedFileSpecification<SqliteFixture>;

public sealed class SeedWritingTests : SeedWritingSpecification<SqliteFixture>;

#if EFCORE9_OR_GREATER
public sealed class SeedingTests : SeedingSpecification<SqliteFixture>;
#endif

public sealed class SeedTests : SeedSpecification<SqliteFixture>;

public sealed class SizesTests : SizesSpecification<SqliteFixture>;

public sealed class SnapshotMigratorTests : SnapshotMigratorSpecification<SqliteFixture>;

public sealed class SnapshotRehearsalTests : SnapshotRehearsalSpecification<SqliteFixture>
{
    protected override IReadOnlyList<string> Scratches(TestDatabase database) => [.. Directory.EnumerateDirectories(Fixture.Folder, ".rehearsal-*", SearchOption.AllDirectories)];
}

public sealed class SubsetTests : SubsetSpecification<SqliteFixture>;

public sealed class TypesTests : TypesSpecification<SqliteFixture>;

public sealed class UnmappedTablesTests : UnmappedTablesSpecification<SqliteFixture>;
