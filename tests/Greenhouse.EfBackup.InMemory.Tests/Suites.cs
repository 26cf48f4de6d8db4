using Greenhouse.EfBackup.Specification;

namespace Greenhouse.EfBackup.InMemory.Tests;

public sealed class GeneratedValuesTests : GeneratedValuesSpecification<RelayFixture>;

public sealed class InheritanceTests : InheritanceSpecification<RelayFixture>;

public sealed class JsonTests : JsonSpecification<RelayFixture>;

public sealed class KeysTests : KeysSpecification<RelayFixture>;

public sealed class ManyToManyTests : ManyToManySpecification<RelayFixture>;

public sealed class MappingTests : MappingSpecification<RelayFixture>;

public sealed class NamesTests : NamesSpecification<RelayFixture>;

public sealed class OwnershipTests : OwnershipSpecification<RelayFixture>;

public sealed class ReferencesTests : ReferencesSpecification<RelayFixture>;

public sealed class SizesTests : SizesSpecification<RelayFixture>;

public sealed class TypesTests : TypesSpecification<RelayFixture>;

public sealed class LibraryStreamsTests : LibraryStreamsSpecification<InMemoryFixture>;

public sealed class MaskingTests : MaskingSpecification<InMemoryFixture>;
