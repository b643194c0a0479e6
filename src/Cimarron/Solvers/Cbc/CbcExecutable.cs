using System.Globalization;
using Cimarron.Solvers.Commands;

namespace Cimarron.Solvers.Cbc;

/// <summary>How the <c>cbc</c> executable is called.</summary>
internal static class CbcExecutable
{
    /// <summary>The command for given options; the time limit counts wall-clock time.</summary>
    public static CommandTemplate Template(string path, SolveOptions options)
    {
        IEnumerable<string> time = options.TimeLimit is null ? [] : ["-timeMode", "elapsed", "-seconds", "{seconds}"];
        return CommandTemplate.Of([path, "{model}", .. time, "-ratioGap", Number(options.RelativeGap), "-allowableGap", Number(options.AbsoluteGap), "-solve", "-solution", "{solution}"]);
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
