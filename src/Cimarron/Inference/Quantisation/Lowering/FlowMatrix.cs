using Cimarron.Workloads;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>The product of a <see cref="FlowNode"/>.</summary>
internal sealed class FlowMatrix
{
    /// <summary>M.</summary>
    public required int Rows { get; init; }

    /// <summary>N.</summary>
    public required int Reduction { get; init; }

    /// <summary>K.</summary>
    public required int Columns { get; init; }

    /// <summary>Groups.</summary>
    public required int Groups { get; init; }

    /// <summary>The convolution, or null.</summary>
    public Layer? Convolution { get; init; }

    /// <summary>Real weights [G, N, K]; null when they are produced at run time or stored as integers.</summary>
    public float[]? Weight { get; set; }

    /// <summary>Weights stored as integers.</summary>
    public FlowWeight? Stored { get; init; }

    /// <summary>Real bias [G·K].</summary>
    public double[]? Bias { get; set; }

    /// <summary>Bias stored as integers in units of x scale · w scale.</summary>
    public int[]? StoredBias { get; init; }

    /// <summary>The scale that the model states for <see cref="StoredBias"/>; null when it is x scale · w scale by definition.</summary>
    public float[]? StoredBiasScale { get; init; }

    /// <summary>Whether the stationary operand, input 1 of the node, is stored as [G, K, N].</summary>
    public bool IsTransposed { get; init; }

    /// <summary>Whether the weights are known.</summary>
    public bool IsStatic => Weight is not null || Stored is not null;
}
