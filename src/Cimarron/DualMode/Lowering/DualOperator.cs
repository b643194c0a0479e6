using System.Collections.Immutable;
using Cimarron.DualMode.Programs;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Lowering;

/// <summary>
/// A step of a network for the arrays: a matrix operator with the featurewise vector operators that follow it, or a vector operator that needs whole rows.
/// </summary>
public sealed record DualOperator
{
    /// <summary>Position in <see cref="DualNetwork.Operators"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>M: rows of the moving operand per group; 0 for a vector operator.</summary>
    public int Rows { get; init; }

    /// <summary>N: elements of the reduction per group.</summary>
    public int Reduction { get; init; }

    /// <summary>K: columns of the result per group.</summary>
    public int Columns { get; init; }

    /// <summary>Independent products.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>How its weights are packed when it is pruned; null when they lie as they are.</summary>
    public WeightPacking? Packing { get; init; }

    /// <summary>The convolution of one image; null otherwise.</summary>
    public Layer? Convolution { get; init; }

    /// <summary>The tensor whose rows move through the arrays; −1 for a vector operator.</summary>
    public int Input { get; init; } = -1;

    /// <summary>The tensor that is stationary; −1 for weights.</summary>
    public int Stationary { get; init; } = -1;

    /// <summary>The tensor of raw results; −1 for a vector operator.</summary>
    public int Output { get; init; } = -1;

    /// <summary>The feature of <see cref="Output"/> that the first column is.</summary>
    public int FirstFeature { get; init; }

    /// <summary>Tensors that other operators or the user need from this one.</summary>
    public ImmutableArray<int> Results { get; init; } = [];

    /// <summary>Whether a tensor is among <see cref="Results"/>.</summary>
    internal bool Produces(int tensor)
    {
        for (var i = 0; i < Results.Length; i++)
        {
            if (Results[i] == tensor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tensors read by the attached vector operators that other operators produce.</summary>
    public ImmutableArray<int> SideInputs { get; init; } = [];

    /// <summary>The vector operators, in order.</summary>
    public ImmutableArray<ProgramVector> Vectors { get; init; } = [];

    /// <summary>Whether the operator has tiles.</summary>
    public bool IsMatrix => Rows > 0;

    /// <summary>Elements of all its vector operators.</summary>
    public long VectorElements => Vectors.Sum(v => v.Elements);

    /// <summary>Columns of all groups.</summary>
    public int TotalColumns => checked(Columns * Groups);

    /// <summary>Rows of weights that are stored per group.</summary>
    public int StoredRows => Packing?.Rows ?? Reduction;

    /// <summary>Columns of weights that are stored per group.</summary>
    public int StoredColumns => Packing?.Columns ?? Columns;

    /// <summary>M·N·K of all groups, of the weights that are stored.</summary>
    public long Macs => checked((long)Rows * WeightElements);

    /// <summary>Stationary elements of all groups, as they are stored.</summary>
    public long WeightElements => checked((long)StoredRows * StoredColumns * Groups);
}
