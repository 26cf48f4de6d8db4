using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>An application whose model maps no table: what is backed up is what the server says of itself.</summary>
public sealed class NoEntities(DbContextOptions<NoEntities> options) : DbContext(options);
