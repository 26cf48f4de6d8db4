using System.Reflection;
using Greenhouse.EfBackup.PostgreSql.Server;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Greenhouse.EfBackup.PostgreSql.Tests.ServerFramework", "Greenhouse.EfBackup.PostgreSql.Tests")]

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Skips every test, and says why, where there is no server; where CI is set, they fail instead. Stops the server after the last.</summary>
public sealed class ServerFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName)
        => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics) : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        private static readonly PropertyInfo _skipReason = typeof(TestMethodTestCase).GetProperty(nameof(TestMethodTestCase.SkipReason))!;

        protected override async void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            var cases = testCases.ToArray();
            if (ServerSource.WhyNone is not null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
            {
                Array.ForEach(cases, test => _skipReason.SetValue(test, ServerSource.WhyNone));
            }

            using var runner = new XunitTestAssemblyRunner(TestAssembly, cases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
            TestServer.Stop();
        }
    }
}
