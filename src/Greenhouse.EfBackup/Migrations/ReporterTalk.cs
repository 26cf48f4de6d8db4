using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;

namespace Greenhouse.EfBackup.Migrations;

#pragma warning disable EF1001 // The tools' own way to the console: their prefixes, their colours, their choice of stream.

/// <summary>The console of EF's tools. Their log ends there too, so that nothing is said twice; it may be filtered, and this is not.</summary>
internal sealed class ReporterTalk(IOperationReporter reporter) : HookTalk
{
    /// <summary>Null where the tool has no console of its own.</summary>
    public static HookTalk? Of(IServiceProvider services) => services.GetService(typeof(IOperationReporter)) is IOperationReporter reporter ? new ReporterTalk(reporter) : null;

    public override void Say(DbContext context, string message) => reporter.WriteInformation($"Greenhouse.EfBackup: {message}");

    public override void Warn(DbContext context, string message) => reporter.WriteWarning($"Greenhouse.EfBackup: {message}");

    /// <summary>The tools show the message of this one, and of others the stack as well.</summary>
    public override Exception Stop(EfBackupException failure) => new OperationException(failure.Message, failure);
}
