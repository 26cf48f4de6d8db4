using System.Diagnostics;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>
/// Takes a context out of the services of an application that uses Microsoft.Extensions.Hosting: its entry point runs up to the moment
/// when the host is built, which the hosting package announces by the diagnostic event <c>HostBuilt</c>, and no further.
/// </summary>
internal static class ApplicationHost
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <returns>Null where the application builds no host, or none that registers the context.</returns>
    public static DbContext? GetContext(Type type, Assembly startup, IReadOnlyList<string> arguments)
    {
        if (startup.EntryPoint is not { } entry || !startup.GetReferencedAssemblies().Any(name => name.Name!.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal) || name.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)))
        {
            return null;
        }

        DefaultEnvironment();
        using var built = new BuiltHost();
        using var listening = DiagnosticListener.AllListeners.Subscribe(built);
        var services = built.RunUntilBuilt(entry, [.. arguments], _patience);
        var scope = services?.GetService(typeof(Microsoft.Extensions.DependencyInjection.IServiceScopeFactory)) as Microsoft.Extensions.DependencyInjection.IServiceScopeFactory;
        // The scope lives as long as the process: the context is its.
        return (DbContext?)scope?.CreateScope().ServiceProvider.GetService(type);
    }

    /// <summary>Published output runs in production where nothing says otherwise, as .NET's hosts have it.</summary>
    private static void DefaultEnvironment()
    {
        var name = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", name);
        Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", name);
    }

    private sealed class BuiltHost : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly TaskCompletionSource<IServiceProvider?> _services = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly AsyncLocal<bool> _ours = new();
        private IDisposable? _events;

        public IServiceProvider? RunUntilBuilt(MethodInfo entry, string[] arguments, TimeSpan patience)
        {
            var thread = new Thread(() => Run(entry, arguments)) { IsBackground = true };
            thread.Start();
            return _services.Task.Wait(patience) ? _services.Task.GetAwaiter().GetResult() : throw new TimeoutException($"the application did not build its host within {patience.TotalMinutes} minutes");
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                _events = value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == "HostBuilt" && _ours.Value)
            {
                _services.TrySetResult(value.Value!.GetType().GetProperty("Services")!.GetValue(value.Value) as IServiceProvider);
                throw new StopHereException();
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => _events?.Dispose();

        private void Run(MethodInfo entry, string[] arguments)
        {
            _ours.Value = true;
            try
            {
                if (entry.Invoke(null, entry.GetParameters().Length == 0 ? [] : [arguments]) is Task main)
                {
                    main.GetAwaiter().GetResult();
                }

                _services.TrySetResult(null);
            }
            catch (Exception exception) when (IsOurs(exception))
            {
                // The application's own start ends here, as meant.
            }
            catch (Exception exception)
            {
                _services.TrySetException(exception is TargetInvocationException { InnerException: { } inner } ? inner : exception);
            }
        }

        private static bool IsOurs(Exception? exception)
            => exception is StopHereException || (exception is not null && IsOurs(exception.InnerException));
    }

    /// <summary>Ends the application's entry point once its host is built.</summary>
    private sealed class StopHereException : Exception;
}
