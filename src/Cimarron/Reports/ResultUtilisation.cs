using Cimarron.Costs;

namespace Cimarron.Reports;

/// <summary>How well one execution uses the array.</summary>
/// <param name="Spatial">Share of the macro cells of all cores that do useful work while computing, 0…1.</param>
/// <param name="Temporal">Share of the latency spent computing, 0…1.</param>
/// <param name="CoresUsed">Cores at work.</param>
/// <param name="PaddingFactor">Multiply-accumulates done per multiply-accumulate asked for, ≥ 1.</param>
public sealed record ResultUtilisation(double Spatial, double Temporal, int CoresUsed, double PaddingFactor)
{
    /// <summary>The utilisation part of a cost.</summary>
    public static ResultUtilisation From(LayerCost cost) => new(cost.SpatialUtilisation, cost.TemporalUtilisation, cost.CoresUsed, cost.PaddingFactor);
}
