using System.Collections.Immutable;

namespace Cimarron.Reports.Tables;

/// <summary>Tables and pictures of one run: the model that console, JSON, CSV and HTML are made from.</summary>
public sealed record ReportDocument
{
    /// <summary>Version of the JSON form.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>What the report is about, one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>The command line that made it.</summary>
    public required string Command { get; init; }

    /// <summary>Facts that identify the run: chip, model, versions, limits.</summary>
    public required ImmutableArray<(string Name, string Value)> Facts { get; init; }

    /// <summary>The headline numbers, a few words each.</summary>
    public ImmutableArray<(string Value, string Meaning)> Headlines { get; init; } = [];

    /// <summary>The tables.</summary>
    public required ImmutableArray<ReportTable> Tables { get; init; }
}
