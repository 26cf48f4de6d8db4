namespace Greenhouse.EfBackup.Databases;

/// <summary>
/// An empty database of its own, which the context works on until this is disposed: then it is gone, whatever happened, and the context's connection is as it was.
/// </summary>
internal interface IScratchDatabase : IAsyncDisposable
{
    /// <summary>Its name, or its file.</summary>
    string Place { get; }
}
