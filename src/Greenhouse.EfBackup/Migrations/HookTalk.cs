using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>Where the snapshot before a migration says what it does.</summary>
internal abstract class HookTalk
{
    public abstract void Say(DbContext context, string message);

    public abstract void Warn(DbContext context, string message);

    /// <summary>The failure as whoever migrates shows it best.</summary>
    public virtual Exception Stop(EfBackupException failure) => failure;

    /// <summary>What a backup says while it is made: its warnings.</summary>
    public Progress ProgressOf(DbContext context)
        => new(said =>
        {
            if (said is WarningEvent warning)
            {
                Warn(context, $"{warning.Code}: {warning.Message}; {warning.Help}");
            }
        });
}

/// <summary>The application's own log.</summary>
internal sealed class LogTalk : HookTalk
{
    public static LogTalk Instance { get; } = new();

    public override void Say(DbContext context, string message) => new OperationLog(context).Snapshot(message);

    public override void Warn(DbContext context, string message) => new OperationLog(context).Warn(message);
}
