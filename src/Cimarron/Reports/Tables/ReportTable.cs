using System.Collections.Immutable;
using Cimarron.Reports.Charts;

namespace Cimarron.Reports.Tables;

/// <summary>A table with what belongs to it: an explanation, pictures, published figures beside it, remarks and alarms.</summary>
public sealed record ReportTable
{
    /// <summary>Stable name, also of its files.</summary>
    public required string Id { get; init; }

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>What the table shows and how to read it.</summary>
    public required string Explanation { get; init; }

    /// <summary>The columns.</summary>
    public required ImmutableArray<ReportColumn> Columns { get; init; }

    /// <summary>The rows.</summary>
    public required ImmutableArray<ReportRow> Rows { get; init; }

    /// <summary>Its headline numbers, a few words each.</summary>
    public ImmutableArray<(string Value, string Meaning)> Headlines { get; init; } = [];

    /// <summary>Pictures of it.</summary>
    public ImmutableArray<Chart> Charts { get; init; } = [];

    /// <summary>What others have published about the same quantity.</summary>
    public ImmutableArray<PublishedFigure> Published { get; init; } = [];

    /// <summary>What is worth knowing about the numbers, one sentence each.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>What must not be, one sentence each; empty when all is well.</summary>
    public ImmutableArray<string> Alarms { get; init; } = [];
}
