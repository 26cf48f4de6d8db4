using System.Collections;
using System.Reflection;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>EF's own discovery: design-time factories, the application's services, contexts with a constructor of no parameters.</summary>
internal sealed class DesignTimeContexts(ApplicationRequest application, Assembly target, Assembly startup, Progress progress)
{
    public DbContext Create()
    {
        var types = FindContexts();
        var name = ApplicationContext.Choose([.. types.Keys], application.Context, target.GetName().Name!);
        var type = Type.GetType(types[name], throwOnError: true)!;
        try
        {
            return DbContextActivator.CreateInstance(type, startup, Reporter(), [.. application.Arguments]);
        }
        catch (Exception exception)
        {
            // Whatever the application's code throws while it starts.
            throw ApplicationContext.Threw(name, exception is TargetInvocationException { InnerException: { } inner } ? inner : exception);
        }
    }

    /// <returns>Full names with assembly-qualified ones.</returns>
    private Dictionary<string, string> FindContexts()
    {
        var executor = new OperationExecutor(Reporter(), new Dictionary<string, object?>
        {
            ["targetName"] = target.GetName().Name,
            ["startupTargetName"] = startup.GetName().Name,
            ["project"] = application.ProjectDirectory ?? AppContext.BaseDirectory,
            ["projectDir"] = application.ProjectDirectory ?? AppContext.BaseDirectory,
            ["rootNamespace"] = target.GetName().Name,
            ["language"] = "C#",
            ["nullable"] = true,
            ["toolsVersion"] = null,
            ["remainingArguments"] = application.Arguments.ToArray(),
        });
        var result = new OperationResultHandler();
        _ = new OperationExecutor.GetContextTypes(executor, result, new Hashtable());
        if (result.ErrorType is not null)
        {
            throw ApplicationContext.Threw("the list of contexts", new InvalidOperationException(result.ErrorMessage));
        }

        return ((IEnumerable)result.Result!).Cast<IDictionary>()
            .ToDictionary(found => (string)found["FullName"]!, found => (string)found["AssemblyQualifiedName"]!, StringComparer.Ordinal);
    }

    private OperationReportHandler Reporter()
        => new(
            errorHandler: message => progress.Say(new NoteEvent(message)),
            warningHandler: message => progress.Say(new NoteEvent(message)),
            informationHandler: null,
            verboseHandler: null);
}
