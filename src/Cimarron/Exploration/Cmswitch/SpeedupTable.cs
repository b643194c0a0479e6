using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>How much faster than CIM-MLC-style compilation, and what each part of it brings.</summary>
internal sealed class SpeedupTable : IStudyTable<CmswitchContext>
{
    private static readonly ImmutableArray<DualSetting> Settings = [DualSetting.Physical, DualSetting.Paper, DualSetting.PaperReload];

    private static readonly ImmutableArray<PlanKind> Kinds =
        [PlanKind.Full, PlanKind.OnePlan, PlanKind.Greedy, PlanKind.AllCompute, PlanKind.Occ, PlanKind.Puma, PlanKind.CimMlc, PlanKind.CimMlcAware];

    public string Id => "speedup";

    public string Title => "Speedup over CIM-MLC-style compilation, by cause";

    public IEnumerable<StudyWork> Work(CmswitchContext context) =>
        from setting in Settings
        from network in context.Options.Networks
        from kind in Kinds
        select new PlanQuestion(setting, network, kind).Work(context.Cache);

    public ReportTable Build(CmswitchContext context)
    {
        var rows = (from setting in Settings from network in context.Options.Networks select new Entry(context, setting, network)).ToImmutableArray();
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = "The speedup over the CIM-MLC-style baseline is the product of four factors: copies chosen with regard to what loading them costs, segments chosen by the dynamic program while every array computes, arrays "
                + "as memory, and the size of the pieces of what does not fit. A factor below 1 means that the simpler way happens to be faster, because the baseline cuts alike but joins other pieces. The last columns are the cycles of others relative to ours. "
                + "The paper's model is counted on plans of the compiler, which follow dependencies, pack groups, pay write-backs and keep every useful plan of a segment; table `literal` reads the equations without all that.",
            Columns =
            [
                new("model", "cost model") { IsGroup = true },
                new("network", "network"),
                new("cycles", "our cycles", NumberStyle.Count),
                new("speedup", "speedup", NumberStyle.Ratio),
                new("copies", "aware copies", NumberStyle.Ratio),
                new("segments", "segments", NumberStyle.Ratio),
                new("modes", "memory mode", NumberStyle.Ratio),
                new("pieces", "piece size", NumberStyle.Ratio),
                new("memoryShare", "memory arrays", NumberStyle.Percent),
                new("onePlan", "one plan per segment", NumberStyle.Ratio),
                new("puma", "PUMA-style", NumberStyle.Ratio),
                new("occ", "OCC-style", NumberStyle.Ratio),
                new("published", "published"),
            ],
            Rows = [.. rows.Select(r => r.Row)],
            Charts = [SpeedupChart.Of(context, "Speedup over CIM-MLC-style compilation, higher is better", Settings)],
            Published = [.. CmswitchPublished.All.Where(f => f.Id.StartsWith("speedup.", StringComparison.Ordinal))],
            Headlines = [.. Settings.Select(s => (NumberText.Ratio(Mean(rows, s, e => e.Speedup)), $"geometric mean of the speedup, {s.Title} (published average: ×1.31)"))],
            Remarks = [.. Remarks(rows)],
            Alarms = [.. rows.SelectMany(r => r.Alarms)],
        };
    }

    private static double Mean(IEnumerable<Entry> rows, DualSetting setting, Func<Entry, double> value) => Math.Exp(rows.Where(r => r.Setting == setting).Average(r => Math.Log(value(r))));

    private static IEnumerable<string> Remarks(ImmutableArray<Entry> rows)
    {
        foreach (var setting in Settings)
        {
            yield return $"{setting.Title}: of {NumberText.Ratio(Mean(rows, setting, e => e.Speedup))} on average, aware copies bring {NumberText.Ratio(Mean(rows, setting, e => e.Copies))}, segments {NumberText.Ratio(Mean(rows, setting, e => e.Cuts))}, "
                + $"memory mode {NumberText.Ratio(Mean(rows, setting, e => e.Modes))}, piece size {NumberText.Ratio(Mean(rows, setting, e => e.Pieces))}.";
        }

        foreach (var row in rows.Where(r => CmswitchPublished.Find("speedup", r.Network) is { } f && (r.Speedup < f.Low || r.Speedup > f.High)))
        {
            var figure = CmswitchPublished.Find("speedup", row.Network)!;
            yield return string.Create(CultureInfo.InvariantCulture, $"{row.Network.Title}, {row.Setting.Title}: {row.Speedup:0.00} lies {(row.Speedup < figure.Low ? "below" : "above")} the published {figure.Low:0.00} … {figure.High:0.00}.");
        }

        yield return "The paper gives external bandwidth, bandwidth of arrays in memory mode, cycles of a step, write time and the baseline's copies no values; the table `presets` shows what choices come closest and `sensitivity` how much hangs on them.";
    }

    private sealed class Entry
    {
        public Entry(CmswitchContext context, DualSetting setting, DualWorkload network)
        {
            (Setting, Network) = (setting, network);
            var full = context.Answer(new PlanQuestion(setting, network, PlanKind.Full));
            double Of(PlanKind kind) => context.Cycles(setting, network, kind) / full.Cycles;
            Speedup = Of(PlanKind.CimMlc);
            (Copies, Cuts, Modes, Pieces) = (Speedup / Of(PlanKind.CimMlcAware), Of(PlanKind.CimMlcAware) / Of(PlanKind.AllCompute), Of(PlanKind.AllCompute) / Of(PlanKind.Greedy), Of(PlanKind.Greedy));
            Alarms = [.. Kinds.Where(k => Of(k) < 1 - 1e-9).Select(k => $"{network.Title}, {setting.Title}: {k} is faster than ours, which cannot be: our plans include its plans")];
            Row = new ReportRow(
                [
                    ReportCell.Of(setting.Title), ReportCell.Of(network.Title), ReportCell.Of(full.Cycles), ReportCell.Of(Speedup), ReportCell.Of(Copies), ReportCell.Of(Cuts), ReportCell.Of(Modes), ReportCell.Of(Pieces),
                    ReportCell.Of(full.MemoryShare), ReportCell.Of(Of(PlanKind.OnePlan)), ReportCell.Of(Of(PlanKind.Puma)), ReportCell.Of(Of(PlanKind.Occ)),
                    ReportCell.Of(CmswitchPublished.Find("speedup", network)?.Text ?? "–"),
                ],
                IsAlarming: !Alarms.IsEmpty);
        }

        public DualSetting Setting { get; }

        public DualWorkload Network { get; }

        public double Speedup { get; }

        public double Copies { get; }

        public double Cuts { get; }

        public double Modes { get; }

        public double Pieces { get; }

        public ReportRow Row { get; }

        public ImmutableArray<string> Alarms { get; }
    }
}
