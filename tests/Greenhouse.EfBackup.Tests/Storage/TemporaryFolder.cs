using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Tests.Storage;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("efbackup-tests-").FullName;

    public string[] Files => [.. Directory.EnumerateFileSystemEntries(Path).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A backup without tables, or with an empty one where a column of it is masked.</summary>
    /// <returns>Its path.</returns>
    public string PutBackup(string name, DateTimeOffset time, string context = "Shop.ShopContext", string reason = Reasons.Manual, string database = "shop.db", string? before = null, SelectedRows? selection = null, string? mask = null)
    {
        var metadata = Format.Files.Metadata(mask is null ? [] : [(Format.Files.Table("t", Format.Files.Column("x") with { Mask = mask }), 0)]) with { Timestamp = time, Context = context, Reason = reason, Before = before, Database = database, Selection = selection };
        using var file = File.Create(At(name));
        using var output = CompressionStreams.Compress(file, CompressionStreams.Of(name), leaveOpen: true);
        output.Write(Format.Files.Write(metadata, _ => []));
        return At(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
