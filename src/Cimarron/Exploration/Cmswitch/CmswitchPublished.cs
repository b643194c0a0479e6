using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>The figures of the paper that the study is compared with, from <c>cmswitch-published.json</c>.</summary>
public static class CmswitchPublished
{
    private static readonly Lazy<ImmutableArray<PublishedFigure>> Figures = new(() => PublishedFile.Read("Cimarron.Exploration.cmswitch-published.json"));

    /// <summary>All figures.</summary>
    public static ImmutableArray<PublishedFigure> All => Figures.Value;

    /// <summary>The figure with the given name.</summary>
    public static PublishedFigure Figure(string id) => All.Single(f => f.Id == id);

    /// <summary>The figure about a network, or null where none is published.</summary>
    internal static PublishedFigure? Find(string kind, DualWorkload network) => All.FirstOrDefault(f => f.Id == $"{kind}.{network.PublishedName}");
}
