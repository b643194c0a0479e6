using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>How a network runs on a chip: segments, arrays of operators and tensors, and where tensors wait.</summary>
public sealed record Plan
{
    /// <summary>The network.</summary>
    public required DualNetwork Network { get; init; }

    /// <summary>The chip.</summary>
    public required DualModeChip Chip { get; init; }

    /// <summary>The cost model.</summary>
    public required ICostModel Model { get; init; }

    /// <summary>How each operator lies in arrays; null for vector operators.</summary>
    public required ImmutableArray<Tiling?> Tilings { get; init; }

    /// <summary>The blocks in order.</summary>
    public required ImmutableArray<PlannedBlock> Blocks { get; init; }

    /// <summary>Predicted latency, cycles.</summary>
    public required double Cycles { get; init; }

    /// <summary>Segments, iterations unrolled.</summary>
    public long Segments => Blocks.Sum(b => b.Iterations.Sum(i => (long)i.Count * i.Segments.Sum(s => (long)s.Count)));
}
