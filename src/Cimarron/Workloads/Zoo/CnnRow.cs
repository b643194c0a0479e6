namespace Cimarron.Workloads.Zoo;

/// <summary>
/// One row of a convolutional network's table. A depthwise row gives one group's GEMM and repeats it for all groups. What a row may leave out can be set, not only initialised: otherwise generated
/// readers would set it to zero.
/// </summary>
internal sealed record CnnRow
{
    /// <summary>Name, e.g. <c>l2.0.ds</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>conv</c>, <c>dwconv</c> or <c>fc</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Input channels of all groups.</summary>
    public required int Cin { get; init; }

    /// <summary>Output channels of all groups.</summary>
    public required int Cout { get; init; }

    /// <summary>Kernel height and width.</summary>
    public int K { get; set; } = 1;

    /// <summary>Stride.</summary>
    public int S { get; set; } = 1;

    /// <summary>Padding on all sides.</summary>
    public int P { get; init; }

    /// <summary>Groups.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Input height and width.</summary>
    public int Hin { get; set; } = 1;

    /// <summary>Output height and width.</summary>
    public int Hout { get; set; } = 1;

    /// <summary>Whether this is a fully connected layer.</summary>
    public bool IsDense => Type == "fc";

    /// <summary>Output elements.</summary>
    public long Elements => (long)Cout * Hout * Hout;

    /// <summary>The layer, with the groups as the G dimension; a fully connected one has a row per image of the batch.</summary>
    public Layer ToLayer(int batch) => IsDense
        ? Layer.Gemm(Name, batch, Cin, Cout)
        : new Layer
        {
            Name = Name,
            R = K,
            S = K,
            P = Hout,
            Q = Hout,
            C = Cin / Groups,
            K = Cout / Groups,
            G = Groups,
            H = Hin,
            W = Hin,
            StrideHeight = S,
            StrideWidth = S,
            Padding = Padding.Uniform(P),
        };
}
