using System.Diagnostics;
using Cimarron.Mappers;

namespace Cimarron.Tool.Output;

/// <summary>
/// Shows how far a search is: a line redrawn in place on a terminal, otherwise at most one plain line per second. Nothing for work of
/// under two seconds.
/// </summary>
internal sealed class ProgressPrinter(ToolConsole console, Objective objective, bool isSilent) : IProgress<NetworkProgress>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _sinceLine = new();
    private bool _hasLine;

    private TimeSpan Interval => console.ErrorIsTerminal ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(1);

    public void Report(NetworkProgress value) => Report(value, "");

    /// <summary>A report with words in front of it.</summary>
    public void Report(NetworkProgress value, string prefix)
    {
        if (isSilent || value.Done == value.Total || value.Elapsed < Patience || (_sinceLine.IsRunning && _sinceLine.Elapsed < Interval))
        {
            return;
        }

        _sinceLine.Restart();
        var line = prefix + Line(value, objective);
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

    internal static string Line(NetworkProgress progress, Objective objective)
    {
        var unit = Numbers.Unit(objective);
        // The essential comes first, because a narrow terminal cuts the rest off.
        var running = progress.Running.Select(r => double.IsPositiveInfinity(r.Progress.Best)
            ? $"{ToolConsole.Clean(r.Name)}: bound {Numbers.Short(r.Progress.LowerBound)} {unit}"
            : $"{ToolConsole.Clean(r.Name)}: gap {Numbers.Percent(r.Progress.Gap)}, best {Numbers.Short(r.Progress.Best)}, bound {Numbers.Short(r.Progress.LowerBound)} {unit}");
        var proven = progress.Proven < progress.Done ? $" ({progress.Proven} proven)" : "";
        var mapped = progress.Mapped < progress.Total ? $", {progress.Mapped} mapped" : "";
        var left = progress.Remaining is { } remaining ? $", {(progress.IsRemainingLimit ? "at most" : "about")} {Numbers.Duration(remaining)} left" : "";
        return $"{progress.Done}/{progress.Total} layers{proven}{mapped}, {Numbers.Duration(progress.Elapsed)}{left} | {string.Join(" | ", running)}".TrimEnd(' ', '|');
    }
}
