using System.Collections.Immutable;
using System.Globalization;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Segmentation;
using Cimarron.DualMode.Simulation;
using Cimarron.DualMode;
using Cimarron.Reports.Tables;

namespace Cimarron.Reports.Programs;

/// <summary>What a compilation found, as tables and pictures.</summary>
public static class CompileReport
{
    /// <summary>The report of a plan whose program was timed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="timing">What the timing simulator measured.</param>
    /// <param name="others">Other compilers on the same model, with their cycles; empty for none.</param>
    /// <param name="facts">Further facts for the head.</param>
    /// <param name="command">The command line.</param>
    public static ReportDocument Of(Plan plan, TimingResult timing, IReadOnlyList<(string Name, double Cycles)> others, IReadOnlyList<(string Name, string Value)> facts, string command)
    {
        var tables = new List<ReportTable> { Totals(plan, timing), TimingTables.Segments(plan.Chip, timing) };
        if (others.Count > 0)
        {
            tables.Insert(1, Comparison(plan, others));
        }

        return new ReportDocument
        {
            Title = $"{plan.Network.Name} on {plan.Chip.Name}",
            Summary = "A plan of segments for switchable arrays: exact for its cost model, executed by the timing simulator.",
            Command = command,
            Facts = [("network", plan.Network.Source), ("chip", $"{plan.Chip.Name} {plan.Chip.Hash[..12]}"), ("segments", plan.Segments.ToString("N0", CultureInfo.InvariantCulture)), .. facts],
            Headlines = Headlines(plan, timing, others),
            Tables = [.. tables],
        };
    }

    private static ImmutableArray<(string Value, string Meaning)> Headlines(Plan plan, TimingResult timing, IReadOnlyList<(string Name, double Cycles)> others)
    {
        var lines = ImmutableArray.CreateBuilder<(string, string)>();
        var seconds = plan.Chip.ClockMegahertz is { } mhz ? string.Create(CultureInfo.InvariantCulture, $", {timing.Cycles / mhz / 1000:N3} ms at {mhz:0.###} MHz") : "";
        lines.Add((timing.Cycles.ToString("N0", CultureInfo.InvariantCulture), $"cycles, measured by the timing simulator{seconds}"));
        if (others.FirstOrDefault(o => o.Name == "cim-mlc") is { Cycles: > 0 } baseline)
        {
            lines.Add((string.Create(CultureInfo.InvariantCulture, $"×{baseline.Cycles / plan.Cycles:0.000}"), "faster than CIM-MLC-style compilation on the same model"));
        }

        return lines.ToImmutable();
    }

    private static ReportTable Totals(Plan plan, TimingResult timing)
    {
        var table = TimingTables.Totals(timing);
        if (plan.Model is not PhysicalCost)
        {
            return table;
        }

        // The paper's equations are not what the simulator executes; the physical ones are, to the cycle.
        var differs = Math.Abs(plan.Cycles - timing.Cycles) >= 0.5;
        return table with
        {
            Remarks = table.Remarks.Add(string.Create(CultureInfo.InvariantCulture, $"predicted {plan.Cycles:N0} cycles, measured {timing.Cycles:N0}.")),
            Alarms = differs ? [string.Create(CultureInfo.InvariantCulture, $"the plan says {plan.Cycles:N0} cycles, the simulator {timing.Cycles:N0}: one of them is wrong")] : [],
        };
    }

    private static ReportTable Comparison(Plan plan, IReadOnlyList<(string Name, double Cycles)> others) => new()
    {
        Id = "comparison",
        Title = "Against other compilers",
        Explanation = "The same network, chip and cost model; every plan is a program that the simulator can run.",
        Columns = [new("compiler", "compiler"), new("cycles", "cycles", NumberStyle.Count), new("ratio", "cycles / ours", NumberStyle.Ratio)],
        Rows = [.. others.Append(("cimarron", plan.Cycles)).Select(o => new ReportRow([ReportCell.Of(o.Item1), ReportCell.Of(o.Item2), ReportCell.Of(o.Item2 / plan.Cycles)]))],
        Alarms = [.. others.Where(o => o.Cycles < plan.Cycles * (1 - 1e-9)).Select(o => $"{o.Name} is faster, which cannot be: our plans include its plans")],
    };
}
