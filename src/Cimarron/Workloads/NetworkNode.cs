using System.Collections.Immutable;

namespace Cimarron.Workloads;

/// <summary>One operator of a <see cref="Network"/>.</summary>
public sealed record NetworkNode
{
    /// <summary>Position in <see cref="Network.Nodes"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Unique name in the network.</summary>
    public required string Name { get; init; }

    /// <summary>The operator, e.g. <c>Conv</c> or <c>Softmax</c>.</summary>
    public required string OpType { get; init; }

    /// <summary>What the node costs.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>The loop nest of one execution; null unless <see cref="Kind"/> is <see cref="NodeKind.Matrix"/>.</summary>
    public Layer? Layer { get; init; }

    /// <summary>How often the identical node is executed, ≥ 1: the batch of a convolution, or the blocks of a transformer.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Output elements of one execution; 0 when the shape is unknown.</summary>
    public long Elements { get; init; }

    /// <summary>Whether the operand that would stay in the macro is produced at run time, as in Q·Kᵀ and S·V.</summary>
    public bool HasDynamicWeight { get; init; }

    /// <summary>The node that produces the operand that stays in the macro, when it is produced at run time; −1 otherwise.</summary>
    public int StationaryInput { get; init; } = -1;

    /// <summary>The name of the weight tensor in the model file; null when there is none or it is dynamic.</summary>
    public string? WeightName { get; init; }

    /// <summary>How its weights are packed when it is pruned; null for a dense operator.</summary>
    public WeightPacking? Packing { get; init; }

    /// <summary>The nodes whose outputs this node reads, ascending, each once; all smaller than <see cref="Index"/>.</summary>
    public ImmutableArray<int> Inputs { get; init; } = [];

    /// <summary>The nodes that read this node's outputs, ascending, each once.</summary>
    public ImmutableArray<int> Outputs { get; init; } = [];

    /// <summary>Whether <see cref="Repeat"/> counts the images of a batch, which share their weights: a convolution repeats for them, any other node for the blocks of a network.</summary>
    public bool IsBatched => Kind == NodeKind.Matrix && OpType.Contains("Conv", StringComparison.Ordinal);

    /// <summary>Images of a batch that are executed with the same weights, ≥ 1.</summary>
    public int Images => IsBatched ? Repeat : 1;

    /// <summary>Blocks of the network that the node stands for, each with weights of its own, ≥ 1.</summary>
    public int Blocks => IsBatched ? 1 : Repeat;

    /// <summary>Multiply-accumulates of all executions; 0 unless a matrix node.</summary>
    public long Macs => Layer is null ? 0 : checked(Layer.Macs * Repeat);
}
