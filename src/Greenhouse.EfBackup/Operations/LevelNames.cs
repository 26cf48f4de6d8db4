using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Operations;

/// <summary>Levels of a verification as code and as doors between processes name them.</summary>
internal static class LevelNames
{
    public static string? Of(EfBackupVerifyLevel? level) => level is { } known ? VerifyLevels.All[(int)known] : null;

    public static EfBackupVerifyLevel LevelOf(string name) => (EfBackupVerifyLevel)Array.IndexOf(VerifyLevels.All, name);
}
