using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Miredo;

/// <summary>The figures of the paper that the study is compared with, from <c>miredo-published.json</c>.</summary>
public static class Published
{
    private static readonly Lazy<ImmutableArray<PublishedFigure>> Figures = new(() => PublishedFile.Read("Cimarron.Exploration.miredo-published.json"));

    /// <summary>All figures.</summary>
    public static ImmutableArray<PublishedFigure> All => Figures.Value;

    /// <summary>The figure with the given name.</summary>
    public static PublishedFigure Figure(string id) => All.Single(f => f.Id == id);
}
