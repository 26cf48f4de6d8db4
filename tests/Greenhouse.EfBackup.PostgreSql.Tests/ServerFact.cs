using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>A test of something that the server has from a version on, or an extension that not every installation brings; skipped where it has not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerFactAttribute : FactAttribute
{
    /// <param name="version">The first version of PostgreSQL that has it.</param>
    /// <param name="extensions">Extensions that must be there to be created.</param>
    public ServerFactAttribute(int version = 0, params string[] extensions)
    {
        if (Server.ServerSource.WhyNone is not null)
        {
            return;
        }

        Skip = TestServer.Version < version ? $"the server is PostgreSQL {TestServer.Version}, and this came with {version}"
            : extensions.FirstOrDefault(extension => !TestServer.HasExtension(extension)) is { } missing ? $"the server has no files of the extension {missing}"
            : null;
    }
}
