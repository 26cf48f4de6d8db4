namespace Greenhouse.EfBackup.Launch;

/// <summary>Two grades of wanting an end.</summary>
/// <param name="Cancel">Undo what was begun and end.</param>
/// <param name="Kill">End now.</param>
internal readonly record struct StopRequest(CancellationToken Cancel, CancellationToken Kill)
{
    public static StopRequest Never => default;
}
