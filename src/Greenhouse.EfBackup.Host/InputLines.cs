using System.Collections.Concurrent;
using System.Text;

namespace Greenhouse.EfBackup.Host;

/// <summary>
/// Standard input: the request, then a line for each answer. The word <c>cancel</c> may come at any time, so the lines are read by a thread
/// of their own and not when somebody asks.
/// </summary>
internal sealed class InputLines : IDisposable
{
    private const string CancelWord = "cancel";

    private readonly StreamReader _reader;
    private readonly Action _cancel;
    private readonly BlockingCollection<string> _answers = [];

    public InputLines(Stream input, Action cancel)
    {
        _reader = new StreamReader(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        _cancel = cancel;
        Request = _reader.ReadLine() ?? "";
        new Thread(ReadOn) { IsBackground = true, Name = "input" }.Start();
    }

    /// <summary>The first line; empty at the end of input.</summary>
    public string Request { get; }

    /// <summary>Waits for the next answer; null at the end of input.</summary>
    public string? Ask() => _answers.TryTake(out var answer, Timeout.Infinite) ? answer : null;

    public void Dispose()
    {
        _reader.Dispose();
        _answers.Dispose();
    }

    private void ReadOn()
    {
        try
        {
            while (_reader.ReadLine() is { } line)
            {
                if (line == CancelWord)
                {
                    _cancel();
                }
                else
                {
                    _answers.Add(line);
                }
            }
        }
        catch (IOException)
        {
            // The same as the end of input.
        }

        _answers.CompleteAdding();
    }
}
