using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>The points that an operation reaches, beside the <see cref="Stages"/> whose ends the library itself says.</summary>
internal static class Points
{
    /// <summary>The database is open.</summary>
    public const string Begun = "begun";

    /// <summary>Everybody else is kept out.</summary>
    public const string Locked = "locked";
    public const string Counters = "counters";
    public const string Rebuild = "rebuild";

    /// <summary>What was emptied or loaded is kept, as a part of a change that is not committed.</summary>
    public const string Kept = "kept";
    public const string Migrate = "migrate";
    public const string Migrated = "migrated";

    /// <summary>All is done but the commit, which begins now.</summary>
    public const string Commit = "commit";
    public const string Committed = "committed";

    /// <summary>The file is written to its end, and has no name yet.</summary>
    public const string Flush = "flush";

    /// <summary>The file has its name.</summary>
    public const string Named = "named";

    /// <summary>What goes is decided.</summary>
    public const string Planned = "planned";

    /// <summary>Some of it is gone.</summary>
    public const string Removing = "removing";

    /// <summary>It has ended: who is killed now is killed too late.</summary>
    public const string Done = "done";

    /// <summary>Those that are seen in the folder of backups only, in their order.</summary>
    public static IReadOnlyList<string> SeenInFolder(Operation operation)
        => operation switch { Operation.Create => [Flush, Named], Operation.Prune => [Removing], _ => [] };

    /// <summary>Those of each operation, in their order: a run that does not kill at each of them has proved too little.</summary>
    public static IReadOnlyList<string> Of(Operation operation)
        => operation switch
        {
            Operation.Create => [Begun, Stages.Read, Flush, Named],
            Operation.Restore => [Begun, Stages.Check, Locked, Stages.Safety, Stages.Clear, Stages.Load, Counters, Rebuild, Stages.Verify, Commit, Committed],
            Operation.Prune => [Begun, Planned, Removing],
            Operation.Migrate => [Begun, Locked, Stages.Read, Migrate, Migrated, Commit, Committed],
            _ => [Begun, Stages.Check, Locked, Stages.Safety, Stages.Clear, Migrate, Migrated, Stages.Load, Counters, Rebuild, Stages.Verify, Kept, Commit, Committed],
        };
}
