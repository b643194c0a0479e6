using Cimarron.Mappers;

namespace Cimarron.Tool.Output;

/// <summary>Shows how far the search of a network is.</summary>
internal sealed class ProgressPrinter(ToolConsole console, Objective objective, bool isSilent) : IProgress<NetworkProgress>, IDisposable
{
    private readonly ProgressLine _line = new(console, isSilent);

    public void Report(NetworkProgress value) => Report(value, "");

    /// <summary>A report with words in front of it.</summary>
    public void Report(NetworkProgress value, string prefix)
    {
        if (value.Done < value.Total)
        {
            _line.Show(value.Elapsed, () => prefix + Line(value, objective));
        }
    }

    public void Dispose() => _line.Dispose();

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
