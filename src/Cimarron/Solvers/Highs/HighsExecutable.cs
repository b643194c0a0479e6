using System.Text.RegularExpressions;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers.Highs;

/// <summary>The <c>highs</c> program on PATH.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Version">Its version; null when it does not say.</param>
/// <param name="Problem">Why it cannot be used; null when it can.</param>
internal sealed partial record HighsExecutable(string Path, string? Version, string? Problem)
{
    /// <summary>Reads solutions to start from since this version.</summary>
    private static readonly Version Oldest = new(1, 5, 0);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Looks for it and asks for its version.</summary>
    public static HighsExecutable? Find() => Executables.Find("highs") is { } path ? Inspect(path) : null;

    /// <summary>Asks a program for its version.</summary>
    public static HighsExecutable Inspect(string path)
    {
        string? version = null;
        try
        {
            _ = new SolverProcess("HiGHS", line => version ??= Number().Match(line) is { Success: true } match ? match.Value : null).Run(path, ["--version"], Patience, CancellationToken.None);
        }
        catch (DiagnosticException e)
        {
            return new HighsExecutable(path, null, e.Diagnostics[0].Message);
        }

        return System.Version.TryParse(version, out var number)
            ? new HighsExecutable(path, version, number >= Oldest ? null : $"version {version} is too old, {Oldest} or newer is needed")
            : new HighsExecutable(path, null, "it does not say which version it is");
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
