namespace Greenhouse.EfBackup.Protocol;

/// <summary>What a backup was taken for.</summary>
internal static class Reasons
{
    public const string Manual = "manual";

    /// <summary>Migrations were about to be applied.</summary>
    public const string Migration = "before-migration";

    /// <summary>Rows were about to be replaced.</summary>
    public const string Safety = "safety";
}
