using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Endurance.Damage;

/// <summary>Damages real backups, however they are packed: each is refused, or holds what it held.</summary>
internal static class DamageVerb
{
    private const int InLarge = 500;

    /// <summary>Small ones end after every byte, large ones after some.</summary>
    public static Task<int> TruncateAsync()
        => RunAsync("truncations", (file, random) => file.IsLarge
            ? Enumerable.Range(0, InLarge).Select(_ => file.Bytes[..random.Next(file.Bytes.Length)])
            : Enumerable.Range(0, file.Bytes.Length).Select(length => file.Bytes[..length]));

    /// <summary>Every bit of small ones is turned, and some of large ones.</summary>
    public static Task<int> TurnBitsAsync()
        => RunAsync("bits", (file, random) => file.IsLarge
            ? Enumerable.Range(0, InLarge).Select(_ => Turned(file.Bytes, random.NextInt64(file.Bytes.Length * 8L)))
            : Enumerable.Range(0, file.Bytes.Length * 8).Select(bit => Turned(file.Bytes, bit)));

    private static async Task<int> RunAsync(string verb, Func<WholeFile, Random, IEnumerable<byte[]>> damage)
    {
        var seed = Random.Shared.Next();
        Console.WriteLine($"{verb}, seed {seed}");
        var random = new Random(seed);
        List<IReadOnlyList<object>> table = [["file", "bytes", "tried", "refused", "the same", "not noticed"]];
        var notNoticed = 0;
        foreach (var file in await WholeFile.MakeAllAsync())
        {
            var (tried, refused, same) = (0, 0, 0);
            foreach (var damaged in damage(file, random))
            {
                tried++;
                var content = Read(file, damaged);
                refused += content is null ? 1 : 0;
                same += content is not null && content.AsSpan().SequenceEqual(file.Content) ? 1 : 0;
            }

            notNoticed += tried - refused - same;
            table.Add([file.Name, file.Bytes.Length, tried, refused, same, tried - refused - same]);
        }

        TextTable.Write(table);
        return notNoticed == 0 ? 0 : 1;
    }

    /// <returns>What it holds; null where it is refused.</returns>
    private static byte[]? Read(WholeFile file, byte[] damaged)
    {
        try
        {
            FileCheck.Check(file.Packing.Unpack(new MemoryStream(damaged), file.Name), file.Name, Progress.None, CancellationToken.None);
            return file.ContentOf(damaged);
        }
        catch (EfBackupException exception) when (exception.ErrorCode.ExitCode == ExitCodes.InvalidBackup)
        {
            return null;
        }
    }

    private static byte[] Turned(byte[] bytes, long bit)
    {
        var turned = bytes.ToArray();
        turned[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        return turned;
    }
}
