using Greenhouse.EfBackup.Host;

if (EventPipe.Open(args) is not { } events)
{
    Console.Error.WriteLine("This program is started by `dotnet ef-backup` and by the MSBuild targets of Greenhouse.EfBackup; it does nothing on its own.");
    return 2;
}

using var interruption = new Interruption();
events.Broken += interruption.Cancel;

// The launcher starts this process ahead of knowing what to ask: what every request needs is loaded meanwhile.
Door.Prepare();

// The application must not find its answers on a stream that is not its own.
using var input = new InputLines(Console.OpenStandardInput(), interruption.Cancel);
Console.SetIn(TextReader.Null);

if (input.Request.Length == 0)
{
    return 0;
}

var code = Door.Run(input.Request, events, input.Ask, interruption.Token);

// Not a return: an application may have left foreground threads that would keep the process.
Environment.Exit(code);
return code;
