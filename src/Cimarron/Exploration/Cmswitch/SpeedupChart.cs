using System.Collections.Immutable;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>Bars of the speedup over the CIM-MLC-style baseline, network by network.</summary>
internal static class SpeedupChart
{
    public static Chart Of(CmswitchContext context, string title, ImmutableArray<DualSetting> settings) => new()
    {
        Title = title,
        Kind = ChartKind.Bars,
        CategoryTitle = "networks",
        ValueTitle = "cycles of the baseline / ours",
        Style = NumberStyle.Ratio,
        Reference = 1,
        Categories = [.. context.Options.Networks.Select(n => n.Title)],
        Series = [.. settings.Select(s => new ChartSeries(s.Title, [.. context.Options.Networks.Select(n => (double?)context.Speedup(s, n))]))],
    };
}
