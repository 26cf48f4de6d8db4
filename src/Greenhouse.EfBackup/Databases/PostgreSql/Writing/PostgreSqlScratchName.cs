using System.Buffers.Binary;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>
/// The name of a scratch database, <c>efbackup_rehearsal_0123456789abcdef0123456789abcdef</c>. Whoever uses it holds an advisory lock of its number in the database that it
/// stands for, and says so in the comment on it: one that carries that comment, and whose lock is free, is of a process that was killed.
/// </summary>
/// <param name="Id">Drawn anew for each.</param>
internal sealed record PostgreSqlScratchName(Guid Id)
{
    public const string Prefix = "efbackup_rehearsal_";

    /// <summary>The number of its lock.</summary>
    public long Key => BinaryPrimitives.ReadInt64LittleEndian(Id.ToByteArray());

    /// <returns>Null for what is no such name.</returns>
    public static PostgreSqlScratchName? Parse(string name)
        => name.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(name[Prefix.Length..], "N", out var id) && new PostgreSqlScratchName(id) is var parsed && parsed.ToString() == name ? parsed : null;

    /// <summary>What is written on it.</summary>
    public static string Comment(string database) => $"Greenhouse.EfBackup: rehearsal of a restore of {database}";

    public override string ToString() => $"{Prefix}{Id:N}";
}
