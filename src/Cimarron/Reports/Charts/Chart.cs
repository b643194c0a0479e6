using System.Collections.Immutable;
using Cimarron.Reports.Tables;

namespace Cimarron.Reports.Charts;

/// <summary>A picture: series of values ≥ 0 over categories.</summary>
public sealed record Chart
{
    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>How it is drawn.</summary>
    public required ChartKind Kind { get; init; }

    /// <summary>What the categories are.</summary>
    public required string CategoryTitle { get; init; }

    /// <summary>What the values are, with unit.</summary>
    public required string ValueTitle { get; init; }

    /// <summary>The categories in order.</summary>
    public required ImmutableArray<string> Categories { get; init; }

    /// <summary>The series; every one has a value or null per category.</summary>
    public required ImmutableArray<ChartSeries> Series { get; init; }

    /// <summary>How values read.</summary>
    public NumberStyle Style { get; init; } = NumberStyle.Short;

    /// <summary>A published range to shade behind the values; null for none.</summary>
    public PublishedFigure? Band { get; init; }

    /// <summary>A value with a line of its own, e.g. 1 for ratios; null for none.</summary>
    public double? Reference { get; init; }
}
