using System.Globalization;
using Cimarron.DualMode.Packaging;
using Cimarron.DualMode.Simulation;
using Cimarron.Reports.Tables;

namespace Cimarron.Reports.Programs;

/// <summary>What running a program showed.</summary>
public static class RunReport
{
    /// <summary>The report.</summary>
    /// <param name="package">The program and its chip.</param>
    /// <param name="timing">Its timing.</param>
    /// <param name="values">Headlines about its values; empty when it was timed only.</param>
    /// <param name="command">The command line.</param>
    public static ReportDocument Of(ProgramPackage package, TimingResult timing, IReadOnlyList<(string Value, string Meaning)> values, string command) => new()
    {
        Title = $"{package.Program.Name} on {package.Chip.Name}",
        Summary = "The program as the timing simulator and, with inputs, the functional simulator execute it.",
        Command = command,
        Facts = [("program", package.Program.Name), ("chip", package.Chip.Name)],
        Headlines = [(timing.Cycles.ToString("N0", CultureInfo.InvariantCulture), "cycles"), .. values],
        Tables = [TimingTables.Totals(timing), TimingTables.Segments(package.Chip, timing)],
    };
}
