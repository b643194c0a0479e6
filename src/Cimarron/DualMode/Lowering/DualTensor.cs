using System.Collections.Immutable;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Lowering;

/// <summary>A tensor between operators of a <see cref="DualNetwork"/>.</summary>
public sealed record DualTensor
{
    /// <summary>Position in <see cref="DualNetwork.Tensors"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Size in bytes, ≥ 1.</summary>
    public required long Bytes { get; init; }

    /// <summary>Features: output columns of its producers, ≥ 1.</summary>
    public required int Features { get; init; }

    /// <summary>Part in the network.</summary>
    public TensorRole Role { get; init; } = TensorRole.Intermediate;

    /// <summary>The operator whose stationary operand it is; −1 when it only moves.</summary>
    public int StationaryOf { get; init; } = -1;

    /// <summary>Whether its rows are the columns of that operator's tiles, as the tokens of keys are, so that placing it in arrays as tiles takes column writes.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>Dimensions when they are known; empty in networks that are only timed.</summary>
    public ImmutableArray<int> Shape { get; init; } = [];

    /// <summary>Where the features lie in <see cref="Shape"/>.</summary>
    public FeatureLayout Layout { get; init; }

    /// <summary>Real value of one step; null without values.</summary>
    public float? Scale { get; init; }

    /// <summary>Element that stands for zero.</summary>
    public int ZeroPoint { get; init; }

    /// <summary>Whether elements are unsigned.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>Bytes of some of its features, rounded up.</summary>
    public long PartBytes(long features)
    {
        var (each, more) = Math.DivRem(Bytes, Features);
        return checked((each * features) + (((more * features) + Features - 1) / Features));
    }
}
