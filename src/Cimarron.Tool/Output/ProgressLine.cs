using System.Diagnostics;

namespace Cimarron.Tool.Output;

/// <summary>
/// One line about work under way: redrawn in place on a terminal, otherwise at most one plain line per second. Nothing for work of
/// under two seconds.
/// </summary>
internal sealed class ProgressLine(ToolConsole console, bool isSilent) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _sinceLine = new();
    private bool _hasLine;

    private TimeSpan Interval => console.ErrorIsTerminal ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(1);

    /// <summary>Shows the line if it is time for one.</summary>
    /// <param name="elapsed">How long the work has been going on.</param>
    /// <param name="text">Makes the line; what matters most comes first, because a narrow terminal cuts the rest off.</param>
    public void Show(TimeSpan elapsed, Func<string> text)
    {
        if (isSilent || elapsed < Patience || (_sinceLine.IsRunning && _sinceLine.Elapsed < Interval))
        {
            return;
        }

        _sinceLine.Restart();
        var line = text();
        if (console.ErrorIsTerminal)
        {
            var width = console.ProgressWidth - 1;
            console.Error.Write("\r\u001b[K" + (line.Length <= width ? line : line[..width]));
            _hasLine = true;
        }
        else
        {
            console.Error.WriteLine(line);
        }

        console.Error.Flush();
    }

    /// <summary>Removes the redrawn line.</summary>
    public void Dispose()
    {
        if (_hasLine)
        {
            console.Error.Write("\r\u001b[K");
            console.Error.Flush();
        }
    }
}
