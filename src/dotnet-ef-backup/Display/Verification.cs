using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>What a verification proved, for people.</summary>
internal static class Verification
{
    /// <param name="found">Null where nothing was verified.</param>
    /// <param name="writer">Takes the lines.</param>
    public static void Print(VerifyResult? found, ResultWriter writer)
    {
        if (found is null)
        {
            return;
        }

        writer.Line($"Verified ({found.Level}): every hash, {Keys(found.Keys, "key")} and {Keys(found.References, "foreign key")} of {Format.Rows(found.Rows)}, {Format.Seconds(found.Seconds)}");
        foreach (var key in found.Unchecked)
        {
            writer.Line($"  not checked: {key.Table} ({string.Join(", ", key.Columns)}) -> {key.References}, for {key.Why}");
        }

        if (found.Schema is { } schema)
        {
            var migration = schema.Migration is null ? "" : $", at migration {schema.Migration}";
            writer.Line(schema.Fits ? $"  fits {schema.Database}{migration}" : $"  {schema.Database} is at another migration than {schema.Migration}, which the code has: restore --schema backup");
        }

        if (found.Rehearsal is { } rehearsal)
        {
            writer.Line($"  rehearsed in {rehearsal.Place}: {Format.Rows(rehearsal.Rows)} restored, read back and compared, {Format.Seconds(rehearsal.Seconds)}");
        }
    }

    private static string Keys(int count, string name) => $"{Format.Count(count)} {name}{(count == 1 ? "" : "s")}";
}
