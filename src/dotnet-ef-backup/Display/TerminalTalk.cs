using System.Globalization;
using Greenhouse.EfBackup.Protocol;
using Spectre.Console;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>Talk on a terminal: one moving line for work that takes long. Short work moves nothing, and does not even load what would.</summary>
internal sealed class TerminalTalk(TextWriter error, DisplayOptions options) : Talk(error, options)
{
    private MovingLine? _line;

    public override void Report(BackupEvent happened)
    {
        if (happened is ProgressEvent progress)
        {
            _line ??= new MovingLine();
            _line.Show(progress);
            return;
        }

        base.Report(happened);
    }

    protected override void Pause()
    {
        _line?.Dispose();
        _line = null;
    }

    /// <summary>A progress bar on standard error, drawn by a thread of Spectre's; apart, so that its types load with the first progress only.</summary>
    private sealed class MovingLine : IDisposable
    {
        private readonly ManualResetEventSlim _stop = new();
        private readonly ManualResetEventSlim _started = new();
        private readonly Thread _drawing;
        private ProgressTask? _task;

        public MovingLine()
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
            var progress = console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn());
            _drawing = new Thread(() => progress.Start(context =>
            {
                _task = context.AddTask("...", maxValue: 1);
                _started.Set();
                _stop.Wait();
            }))
            { IsBackground = true };
            _drawing.Start();
            _started.Wait();
        }

        public void Show(ProgressEvent progress)
        {
            // Markup is escaped twice over: control characters first, then what Spectre would read as a colour.
            var name = progress.Table.Length > 0 ? progress.Table : "file";
            _task!.Description = Markup.Escape(ControlCharacters.Escape(string.Create(CultureInfo.InvariantCulture, $"{progress.Stage} {name}")));
            _task.MaxValue = Math.Max(progress.Total, 1);
            _task.Value = progress.Done;
        }

        public void Dispose()
        {
            _stop.Set();
            _drawing.Join();
            _stop.Dispose();
            _started.Dispose();
        }
    }
}
