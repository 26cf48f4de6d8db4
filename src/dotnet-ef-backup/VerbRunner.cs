using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool;

/// <summary>From options to the host's last word.</summary>
internal static class VerbRunner
{
    /// <summary>The folder that the package carries the host in, beside the tool.</summary>
    public static string HostFolder { get; } = Path.Combine(AppContext.BaseDirectory, "host");

    /// <returns>The <see cref="ResultEvent"/> or <see cref="ErrorEvent"/> that ended it.</returns>
    public static BackupEvent Run(VerbOptions options, bool interactive, IHostListener listener, StopRequest stop)
    {
        try
        {
            using var ahead = StartsApplication(options) ? HostAhead.Start(HostFolder, options.Launch, listener) : null;
            var application = Resolve(options, stop.Cancel);
            if (options.Config)
            {
                return new ResultEvent { Configuration = application.Configuration.Describe() };
            }

            foreach (var warning in application.Warnings)
            {
                listener.Report(warning);
            }

            using var host = ahead?.Take(application.Target) ?? HostProcess.Start(HostFolder, application.Target, listener);
            return host.Run(Request(options, application, interactive), stop);
        }
        catch (LaunchException e)
        {
            return e.ToEvent();
        }
        catch (ConfigurationException e)
        {
            return LaunchException.Of(e).ToEvent();
        }
    }

    /// <summary>The request that options and application make.</summary>
    /// <exception cref="ConfigurationException">A setting of the project is wrong.</exception>
    public static BackupRequest Request(VerbOptions options, Application application, bool interactive)
        => WithSchema(application.Configuration.Apply(OfOptions(options, application, interactive), setting => options.Given.Contains(setting.Option)));

    /// <summary>Who names a migration wants to be before it; its schema too, unless rows are to stay.</summary>
    private static BackupRequest WithSchema(BackupRequest request)
        => request is { Verb: Verbs.Restore, Schema: null, Before: not null, Mode: null or RestoreModes.Replace } ? request with { Schema = SchemaModes.Backup } : request;

    private static BackupRequest OfOptions(VerbOptions options, Application application, bool interactive) => new()
    {
        Verb = options.Verb,
        Application = application.Target is { } target ? ApplicationOf(options, application, target) : null,
        BackupFolder = application.BackupFolder,
        File = options.File,
        Schema = options.Schema,
        Mode = options.Mode,
        Migration = options.Migration,
        NoRollback = options.NoRollback,
        Before = options.Before,
        Against = options.Against,
        Rows = options.Rows,
        Limit = options.Limit,
        Html = options.Html,
        Seed = options.Seed,
        Description = options.Description,
        Context = options.Context ?? application.Context,
        Compression = options.Compression,
        Encrypt = options.Encrypt,
        Passphrase = options.Passphrase,
        Mask = options.Mask,
        RequireMasking = options.RequireMasking,
        MaskKey = options.MaskKey,
        Include = options.Include,
        Exclude = options.Exclude,
        AllTables = options.AllTables,
        Where = options.Where,
        WithRelated = options.WithRelated,
        AndDependents = options.AndDependents,
        Parallel = options.Parallel,
        LockTimeout = options.LockTimeout,
        Retention = options.Retention,
        Reasons = options.Reasons,
        Check = options.Check,
        MaxAge = options.MaxAge,
        DryRun = options.DryRun,
        Yes = options.Yes,
        Interactive = interactive,
        NoSafetyBackup = options.NoSafetyBackup,
        VerifyRestored = options.VerifyRestored,
        Level = options.Level,
    };

    private static bool StartsApplication(VerbOptions options) => BackupRequest.NeedsApplication(options.Verb, options.Level, options.Against);

    private static ApplicationRequest ApplicationOf(VerbOptions options, Application application, LaunchTarget target) => new()
    {
        Assembly = target.Assembly,
        StartupAssembly = target.StartupAssembly,
        ProjectDirectory = target.ProjectDirectory,
        Context = options.Context ?? application.Context,
        Connection = options.Connection,
        Arguments = options.ApplicationArguments,
        Published = target.ProjectDirectory is null,
    };

    /// <summary>The files verbs need a folder only, and not even that from a project where the command line names it.</summary>
    private static Application Resolve(VerbOptions options, CancellationToken cancellation) => options switch
    {
        _ when StartsApplication(options) => Application.Resolve(options.Launch, options.Output, cancellation),
        { Config: true } => Application.ResolveFolder(options.Launch, cancellation),
        { Output: { } folder } => new Application(null, folder, null, []),
        { File: { } file } when file != BackupRequest.Latest && options.Against != BackupRequest.Latest => new Application(null, Path.GetDirectoryName(file)!, null, []),
        _ => Application.ResolveFolder(options.Launch, cancellation),
    };
}
