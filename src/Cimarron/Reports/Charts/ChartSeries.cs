using System.Collections.Immutable;

namespace Cimarron.Reports.Charts;

/// <summary>One series of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Values">One value per category; null where there is none.</param>
public sealed record ChartSeries(string Name, ImmutableArray<double?> Values);
