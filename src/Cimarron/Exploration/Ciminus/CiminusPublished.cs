using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Ciminus;

/// <summary>The figures of the paper that are known, from <c>ciminus-published.json</c>.</summary>
public static class CiminusPublished
{
    private static readonly Lazy<ImmutableArray<PublishedFigure>> Figures = new(() => PublishedFile.Read("Cimarron.Exploration.ciminus-published.json"));

    /// <summary>All figures.</summary>
    public static ImmutableArray<PublishedFigure> All => Figures.Value;
}
