namespace Cimarron.Reports.Charts;

/// <summary>How a chart draws its series.</summary>
public enum ChartKind
{
    /// <summary>Lying bars, grouped by category: for comparing things with names.</summary>
    Bars,

    /// <summary>Lines over ordered categories: for sweeps.</summary>
    Lines,
}
