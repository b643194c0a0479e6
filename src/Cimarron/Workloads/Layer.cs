namespace Cimarron.Workloads;

/// <summary>
/// One matrix operator as a loop nest: O[g,k,p,q] += I[g,c,p·stride+r·dilation−padding,…] · W[g,k,c,r,s]. A GEMM of M×C by C×K is
/// R = S = Q = 1, P = M. All bounds ≥ 1.
/// </summary>
public sealed record Layer
{
    /// <summary>Name in the model; not part of the shape.</summary>
    public string Name { get; init; } = "layer";

    /// <summary>Kernel height.</summary>
    public int R { get; init; } = 1;

    /// <summary>Kernel width.</summary>
    public int S { get; init; } = 1;

    /// <summary>Output height.</summary>
    public int P { get; init; } = 1;

    /// <summary>Output width.</summary>
    public int Q { get; init; } = 1;

    /// <summary>Input channels per group.</summary>
    public int C { get; init; } = 1;

    /// <summary>Output channels per group.</summary>
    public int K { get; init; } = 1;

    /// <summary>Groups.</summary>
    public int G { get; init; } = 1;

    /// <summary>Unpadded input height; a tile's rows never exceed it.</summary>
    public int H { get; init; } = 1;

    /// <summary>Unpadded input width.</summary>
    public int W { get; init; } = 1;

    /// <summary>Vertical stride.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Horizontal stride.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Vertical dilation: distance between kernel taps.</summary>
    public int DilationHeight { get; init; } = 1;

    /// <summary>Horizontal dilation.</summary>
    public int DilationWidth { get; init; } = 1;

    /// <summary>Zero padding of the input.</summary>
    public Padding Padding { get; init; }

    /// <summary>Bits of an index that travel with every weight as far as the macro, ≥ 0: those of a pruned layer; 0 for a dense one.</summary>
    public int WeightIndexBits { get; init; }

    /// <summary>The bound of a dimension.</summary>
    public int this[Dim dim] => dim switch
    {
        Dim.R => R,
        Dim.S => S,
        Dim.P => P,
        Dim.Q => Q,
        Dim.C => C,
        Dim.K => K,
        Dim.G => G,
        _ => throw new ArgumentOutOfRangeException(nameof(dim)),
    };

    /// <summary>Multiply-accumulates of the layer: R·S·P·Q·C·K·G.</summary>
    public long Macs => checked((long)R * S * P * Q * C * K * G);

    /// <summary>A GEMM layer: P = <paramref name="rows"/>, C = <paramref name="reduction"/>, K = <paramref name="columns"/>, G = <paramref name="batch"/>.</summary>
    public static Layer Gemm(string name, int rows, int reduction, int columns, int batch = 1) =>
        new() { Name = name, P = rows, C = reduction, K = columns, G = batch, H = rows, W = 1 };

    /// <summary>The same shape without its name: layers with equal shapes have equal costs on every chip.</summary>
    public Layer Shape => this with { Name = "" };

    /// <summary>The name and every field of the shape; the generated text would follow <see cref="Shape"/> without end.</summary>
    public override string ToString() =>
        $"{Name} R{R} S{S} P{P} Q{Q} C{C} K{K} G{G} H{H} W{W} stride {StrideHeight}×{StrideWidth} "
        + $"dilation {DilationHeight}×{DilationWidth} padding {Padding.Top},{Padding.Left},{Padding.Bottom},{Padding.Right}{(WeightIndexBits == 0 ? "" : $" index {WeightIndexBits}")}";
}
