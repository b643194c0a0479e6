using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cimarron.Reports;

/// <summary>
/// The result of mapping a network, as it is written to <c>result.json</c> and read back: the one model that every report is made from.
/// The format is public and stable; docs/schema/result.schema.json describes it. Numbers that do not exist are null.
/// </summary>
public sealed record ResultDocument
{
    /// <summary>Version of the format; readers refuse later ones.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of the format, 1.</summary>
    public required int Format { get; init; }

    /// <summary>Version of the tool.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The command line that made the result.</summary>
    public required string Command { get; init; }

    /// <summary><c>running</c>, <c>optimal</c>, <c>timeLimit</c>, <c>cancelled</c>, <c>heuristic</c> or <c>infeasible</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>latency</c>, <c>energy</c> or <c>edp</c>.</summary>
    public required string Objective { get; init; }

    /// <summary><c>strict</c> or <c>reference</c>.</summary>
    public required string Profile { get; init; }

    /// <summary>Whether mappings may over-cover a layer's bounds.</summary>
    public required bool Padding { get; init; }

    /// <summary>Name of the layer mapper.</summary>
    public required string Mapper { get; init; }

    /// <summary>Seed of random choices; null when there are none.</summary>
    public int? Seed { get; init; }

    /// <summary>The chip.</summary>
    public required ResultChip Chip { get; init; }

    /// <summary>The network.</summary>
    public required ResultModel Model { get; init; }

    /// <summary>Sums over the mapped layers.</summary>
    public required ResultTotals Totals { get; init; }

    /// <summary>One entry per distinct layer shape, in the order of first use.</summary>
    public required ImmutableArray<ResultLayer> Layers { get; init; }

    /// <summary>Every operator of the model and what became of it.</summary>
    public required ImmutableArray<ResultNode> Nodes { get; init; }

    /// <summary>The sparsity pattern that the network was pruned by, and the dense network beside; absent without a pattern.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResultSparsity? Sparsity { get; init; }

    /// <summary>What the numbers rest on, one sentence each.</summary>
    public required ImmutableArray<string> Assumptions { get; init; }

    /// <summary>Warnings about the model or the result, one sentence each.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>Wall-clock seconds of the search.</summary>
    public required double Seconds { get; init; }
}
