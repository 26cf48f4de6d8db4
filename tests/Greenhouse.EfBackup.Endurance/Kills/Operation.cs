namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>What is killed.</summary>
internal enum Operation
{
    Create,
    Restore,
    Migrate,
    Undo,
    Prune,
}
